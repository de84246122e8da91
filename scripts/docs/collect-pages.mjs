import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'
import { EXAMPLES, SECTIONS } from './sections.mjs'

/**
 * Every page of the site: where its Markdown is, where it goes, and in which section it is listed.
 *
 * @param root of the repository
 */
export function collectPages(root) {
  const named = new Set(
    SECTIONS.flatMap(({ folder, pages = [] }) => pages.map((name) => sourceOf(folder, name))),
  )
  const home = { section: undefined, ...pageOf(root, 'docs/index.md', 'index.html') }
  const listed = SECTIONS.flatMap((section) => {
    const { folder, pages, rest } = section
    const names = rest
      ? namesIn(join(root, folder)).filter((name) => !named.has(sourceOf(folder, name)))
      : pages
    return names
      .map((name) => sourceOf(folder, name))
      .filter((source) => existsSync(join(root, source)))
      .map((source) => ({ section, ...pageOf(root, source, urlOf(source)) }))
  })
  const folders = new Set([...EXAMPLES, ...[home, ...listed].flatMap((page) => linked(root, page))])
  return [home, ...listed, ...[...folders].map((folder) => examplesPage(root, folder))]
}

function sourceOf(folder, name) {
  if (name === 'README') return 'README.md'
  return folder === '.' ? `${name}.md` : `${folder}/${name}.md`
}

/** `docs/guide/monitor.md` is `guide/monitor.html`, `CHANGELOG.md` is `changelog.html`. */
function urlOf(source) {
  const path = source.replace(/^docs\//, '').replace(/\.md$/, '.html')
  return source.startsWith('docs/') ? path : path.toLowerCase()
}

function namesIn(folder) {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => basename(file, '.md'))
    .toSorted()
}

function pageOf(root, source, url) {
  return { source, url, markdown: readFileSync(join(root, source), 'utf8') }
}

/** What people copy from a folder: configs of every kind, and no programs of ours. */
const SHOWN = /\.(ya?ml|txt|conf|cfg|json|service|rules)$|^Containerfile$/

/** The folders of the repository that a page links to, but for those of documents. */
function linked(root, { source, markdown }) {
  return [...markdown.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
    .map(([, href]) => posix.normalize(posix.join(dirname(source), href)).replace(/\/$/, ''))
    .filter((path) => !path.startsWith('docs'))
    .filter((path) => existsSync(join(root, path)) && statSync(join(root, path)).isDirectory())
}

/** The files of a folder, each under a heading. */
function examplesPage(root, folder) {
  const files = readdirSync(join(root, folder)).filter((file) => SHOWN.test(file))
  const parts = files.map((file) => {
    const text = readFileSync(join(root, folder, file), 'utf8')
    return `## ${file}\n\n\`\`\`\`yaml\n${text.trimEnd()}\n\`\`\`\`\n`
  })
  return {
    section: undefined,
    source: folder,
    url: `${folder.replaceAll('/', '-')}.html`,
    markdown: `# Files in ${folder}/\n\n${parts.join('\n')}`,
  }
}
