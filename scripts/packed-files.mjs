// Decides what of `dist` is published, after everything is built:
// - the types once more for CommonJS, in dist/commonjs of check-tcp: by the same words a compiler takes them for those of
//   another kind of module there (docs/decisions/packages.md);
// - dist/LICENCES.txt, of what is bundled in check-tcp;
// - dist/.npmignore, which leaves out what none of the package's exports leads to.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { licencesText } from '../integrations/packages/licences.mjs'
import { reachableFiles } from './reachable-files.mjs'

const PACKAGES = fileURLToPath(new URL('../packages/', import.meta.url))

/** What the bundles in dist/cli and dist/library carry. */
const BUNDLED = ['commander', 'valibot', 'yaml']

copyTypesForCommonJs(resolve(PACKAGES, 'check-tcp'))
writeLicences(resolve(PACKAGES, 'check-tcp'))
for (const name of ['check-tcp', 'check-tcp-monitor']) ignoreUnreachable(resolve(PACKAGES, name))

/** Every path of the `exports`, whatever its condition. */
function pathsOf(exported) {
  if (typeof exported === 'string') return [exported]
  return Object.values(exported).flatMap(pathsOf)
}

function entriesOf(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return pathsOf(exports)
    .filter((path) => path.startsWith('./dist/'))
    .map((path) => resolve(folder, path))
}

function copyTypesForCommonJs(folder) {
  const dist = join(folder, 'dist')
  const commonjs = join(dist, 'commonjs')
  rmSync(commonjs, { recursive: true, force: true })
  mkdirSync(commonjs)
  writeFileSync(join(commonjs, 'package.json'), '{"type": "commonjs"}\n')
  const types = entriesOf(folder).filter(
    (file) => file.endsWith('.d.ts') && !file.startsWith(commonjs),
  )
  for (const file of reachableFiles(types)) {
    const copy = join(commonjs, relative(dist, file))
    mkdirSync(dirname(copy), { recursive: true })
    copyFileSync(file, copy)
  }
}

function writeLicences(folder) {
  const parts = BUNDLED.map((name) => ({ folder: resolve(PACKAGES, '../node_modules', name) }))
  writeFileSync(join(folder, 'dist/LICENCES.txt'), licencesText(parts))
}

function ignoreUnreachable(folder) {
  const dist = join(folder, 'dist')
  const reached = reachableFiles(entriesOf(folder))
  const ignored = readdirSync(dist, { recursive: true, encoding: 'utf8' })
    // The command and its parts are bundles, of which each has its use.
    .filter((path) => /\.(js|d\.ts)$/.test(path) && !reached.has(join(dist, path)))
  writeFileSync(join(dist, '.npmignore'), `${ignored.map((path) => `/${path}`).join('\n')}\n`)
}
