import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { buildSite } from '../scripts/docs/build-site.mjs'
import { ROOT } from './code-blocks.js'

const folder = mkdtempSync(join(tmpdir(), 'check-tcp-site-'))
const site = buildSite(ROOT, folder)
afterAll(() => rmSync(folder, { recursive: true }))

const textOf = (url: string) => readFileSync(join(folder, url), 'utf8')

/** Everything that a page refers to: links, pictures, scripts and styles. */
function referencesOf(url: string): string[] {
  return [...textOf(url).matchAll(/ (?:href|src|data-index)="([^"]*)"/g)].map(
    ([, reference = '']) => reference,
  )
}

describe('the documentation site', () => {
  it('has a page for every document', () => {
    const sources = site.pages.map(({ source }) => source)
    for (const part of ['guide', 'reference', 'decisions', 'discoveries']) {
      const files = readdirSync(join(ROOT, 'docs', part)).filter((file) => file.endsWith('.md'))
      expect(sources).toEqual(expect.arrayContaining(files.map((file) => `docs/${part}/${file}`)))
    }
    expect(new Set(sources).size).toBe(sources.length)
    for (const { url, title } of site.pages) {
      expect(textOf(url)).toContain('<h1 id=')
      expect(title).not.toBe('')
    }
  })

  it('lists every page of the guide and the reference on every page', () => {
    const listed = site.pages.filter(({ source }) => /^docs\/(guide|reference)\//.test(source))
    for (const { url } of site.pages) {
      const links = referencesOf(url).map((link) => posix.join(dirname(url), link))
      expect(links).toEqual(expect.arrayContaining(listed.map((page) => page.url)))
    }
  })

  it('has no link, anchor, picture, script or style that leads nowhere', () => {
    expect(site.broken).toEqual([])
    const broken = site.pages.flatMap(({ url }) =>
      referencesOf(url).filter((reference) => {
        if (/^(https:|data:|mailto:)/.test(reference)) return false
        const [path = '', anchor] = reference.split('#')
        const target = path === '' ? url : posix.join(dirname(url), path)
        if (!existsSync(join(folder, target))) return true
        if (anchor === undefined || anchor === '') return false
        return !textOf(target).includes(` id="${anchor}"`)
      }),
    )
    expect(broken).toEqual([])
  })

  it('asks no other host for anything', () => {
    for (const { url } of site.pages) {
      expect(textOf(url)).not.toMatch(/<(script|link|img|iframe)[^>]* (src|href)="(https?:)?\/\//)
    }
    expect(textOf('site.css')).not.toMatch(/url\(|@import/)
  })

  it('says what each picture shows, and carries it along', () => {
    const pictures = site.pages.flatMap(({ url, html }) =>
      [...html.matchAll(/<img src="([^"]+)" alt="([^"]*)"/g)].map(([, src = '', alt]) => ({
        path: posix.join(dirname(url), src),
        alt,
      })),
    )
    expect(pictures.length).toBeGreaterThan(3)
    for (const { path, alt } of pictures) {
      expect(alt).not.toBe('')
      expect(existsSync(join(folder, path))).toBe(true)
    }
  })

  it('finds a link that leads nowhere', () => {
    const page = site.pages.find(({ url }) => url === 'guide/monitor.html')
    expect(page?.html).toContain('<h2 id=')
    expect(site.anchors.get('guide/monitor.html')?.length).toBeGreaterThan(5)
  })
})
