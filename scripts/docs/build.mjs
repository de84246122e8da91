// `npm run docs`: builds the documentation as a static site in `dist/docs/`, to be opened from the disk or served by anything.
import { join, resolve } from 'node:path'
import { buildSite } from './build-site.mjs'

const ROOT = resolve(import.meta.dirname, '../..')
const folder = join(ROOT, 'dist/docs')
const { pages, broken } = buildSite(ROOT, folder)
for (const link of broken) console.error(`leads nowhere: ${link}`)
console.log(`${pages.length} pages in ${folder}: open ${join(folder, 'index.html')}`)
process.exit(broken.length > 0 ? 1 : 0)
