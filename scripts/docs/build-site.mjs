import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { collectPages } from './collect-pages.mjs'
import { escapeHtml } from './escape-html.mjs'
import { layout } from './layout.mjs'
import { fileUrl, openLinks } from './links.mjs'
import { renderPage } from './render-page.mjs'
import { searchIndex } from './search-index.mjs'
import { SECTIONS } from './sections.mjs'

const ASSETS = resolve(import.meta.dirname, 'assets')

/** What the list of pages calls a page whose title is no name. */
const NAV_TITLES = new Map([['README.md', 'check-tcp at a glance']])

/**
 * Builds the documentation as a site of plain files.
 *
 * @param root of the repository
 * @param folder to write to; what is there is removed
 * @returns how many pages it has, and the links that lead nowhere
 */
export function buildSite(root, folder) {
  const sources = collectPages(root)
  const links = openLinks(root, sources)
  const pages = sources.map((page) => renderPage(page, links))
  const anchors = new Map(pages.map(({ url, headings }) => [url, headings.map(({ id }) => id)]))
  rmSync(folder, { recursive: true, force: true })
  const write = (url, text) => {
    mkdirSync(dirname(join(folder, url)), { recursive: true })
    writeFileSync(join(folder, url), text)
  }
  for (const page of pages) {
    const whole =
      page.url === 'index.html' ? { ...page, html: `${page.html}${lists(pages)}` } : page
    write(page.url, layout(whole, pages, NAV_TITLES))
  }
  write('search-index.js', searchIndex(pages))
  for (const asset of readdirSync(ASSETS)) copyFileSync(join(ASSETS, asset), join(folder, asset))
  for (const source of links.files) {
    mkdirSync(dirname(join(folder, fileUrl(source))), { recursive: true })
    copyFileSync(join(root, source), join(folder, fileUrl(source)))
  }
  return { pages, anchors, broken: links.broken }
}

/** Every page with its first sentence, by section: the first page names them all. */
function lists(pages) {
  return SECTIONS.map((section) => {
    const own = pages.filter((page) => page.section === section)
    const items = own.map(
      ({ url, title, source, sections }) =>
        `<li><a href="${url}">${escapeHtml(NAV_TITLES.get(source) ?? title)}</a> ${escapeHtml(firstSentence(sections))}</li>`,
    )
    return `<h2 id="${section.title.toLowerCase().replaceAll(' ', '-')}-pages">${section.title}</h2><ul class="list">${items.join('')}</ul>`
  }).join('\n')
}

function firstSentence(sections) {
  const text = sections.find((each) => each.text !== '')?.text ?? ''
  const [sentence = ''] = /^.*?[.:?](?= |$)/.exec(text) ?? []
  return sentence.length > 160 ? '' : sentence.replace(/:$/, '.')
}
