// Builds the action as it is published: `node integrations/github-action/build.mjs [FOLDER]`, by default dist/github-action.
import { copyFileSync, mkdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { build } from 'rolldown'

const HERE = import.meta.dirname
const ROOT = resolve(HERE, '../..')
const folder = resolve(process.argv[2] ?? join(ROOT, 'dist/github-action'))

mkdirSync(folder, { recursive: true })
await build({
  input: join(HERE, 'main.mjs'),
  platform: 'node',
  logLevel: 'warn',
  output: {
    dir: folder,
    cleanDir: true,
    format: 'esm',
    entryFileNames: 'index.mjs',
    chunkFileNames: 'parts/[name].mjs',
    comments: { legal: true, annotation: false, jsdoc: false },
  },
})
copyFileSync(join(HERE, 'action.yml'), join(folder, 'action.yml'))
copyFileSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'))
console.log(`the action is in ${relative(process.cwd(), folder)}`)
