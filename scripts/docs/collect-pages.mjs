import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
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
  return [home, ...listed, ...EXAMPLES.map((folder) => examplesPage(root, folder))]
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

/** The files of a folder, each under a heading. */
function examplesPage(root, folder) {
  const files = readdirSync(join(root, folder)).filter((file) => /\.(ya?ml|txt|conf)$/.test(file))
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
