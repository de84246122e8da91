import { existsSync, statSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'

/**
 * Resolves what pages link to: other pages, and files that are copied along. What leads nowhere is collected.
 *
 * @param root of the repository
 * @param pages as `collectPages` has them
 */
export function openLinks(root, pages) {
  const urls = new Map(pages.map(({ source, url }) => [source, url]))
  const files = new Set()
  const broken = []

  function targetOf(page, href) {
    const folder = urls.has(page.source) && page.source.endsWith('.md') ? dirname(page.source) : '.'
    return posix.normalize(posix.join(folder, href)).replace(/\/$/, '')
  }

  return {
    files,
    broken,
    /** @returns the address of a page, as seen from `page` */
    page(page, href) {
      if (/^(https?:|mailto:|#)/.test(href)) return href
      const [path, anchor] = href.split('#')
      const source = targetOf(page, path)
      const hash = anchor === undefined ? '' : `#${anchor}`
      const url = urls.get(source) ?? urls.get(indexOf(source)) ?? fileOfExamples(source, urls)
      if (url !== undefined) return `${relative(page.url, url)}${hash}`
      if (existsSync(join(root, source)) && statSync(join(root, source)).isFile()) {
        files.add(source)
        return relative(page.url, fileUrl(source))
      }
      broken.push(`${page.source}: ${href}`)
      return '#'
    },
    /** @returns the address of a picture, as seen from `page` */
    file(page, href) {
      const source = targetOf(page, href)
      if (!existsSync(join(root, source))) broken.push(`${page.source}: ${href}`)
      files.add(source)
      return relative(page.url, fileUrl(source))
    },
  }
}

/** Where a copied file goes. */
export function fileUrl(source) {
  return source.startsWith('docs/') ? source.slice('docs/'.length) : `files/${source}`
}

export function relative(from, to) {
  const path = posix.relative(posix.dirname(from), to)
  return path === '' ? posix.basename(to) : path
}

/** A folder of documents is shown by the list of its pages on the first one. */
function indexOf(source) {
  return source === 'docs/decisions' || source === 'docs/discoveries' ? 'docs/index.md' : undefined
}

/** A file of the examples is a heading on the page of its folder. */
function fileOfExamples(source, urls) {
  const url = urls.get(dirname(source))
  if (url === undefined || !source.startsWith('examples/')) return undefined
  return `${url}#${posix.basename(source).replaceAll('.', '')}`
}
