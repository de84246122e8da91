// The program as every form carries it: its own Node, the packages with what they need, and a command that finds both.
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { dependencyPaths } from './dependencies.mjs'
import { fetchNode, NODE_VERSION } from './fetch-node.mjs'
import { licencesText } from './licences.mjs'
import { isPruned, isPrunedOfDependency } from './prune.mjs'

export const ROOT = resolve(import.meta.dirname, '../..')

export const PACKAGES = ['check-tcp', 'check-tcp-monitor', 'check-tcp-dashboard']

export const VERSION = manifestOf(join(ROOT, 'packages/check-tcp')).version

/** Writes `bin/`, `node/`, `app/` and `LICENSES.txt` into a folder. */
export function writeProgramTree(folder, architecture = process.arch) {
  const modules = join(folder, 'app/node_modules')
  mkdirSync(modules, { recursive: true })
  fetchNode(architecture, join(folder, 'node'))
  unpackOwn(modules)
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  const paths = dependencyPaths(lock, PACKAGES, { os: 'linux', cpu: architecture })
  for (const path of paths) copyDependency(path, join(folder, 'app'))
  writeFileSync(
    join(folder, 'LICENSES.txt'),
    licencesText([
      {
        title: `check-tcp ${VERSION}, licence MIT`,
        text: readFileSync(join(ROOT, 'LICENSE'), 'utf8'),
      },
      ...paths.map((path) => ({ folder: join(ROOT, path) })),
      {
        title: `Node.js ${NODE_VERSION}, and what it contains`,
        text: readFileSync(join(folder, 'node/LICENSE'), 'utf8'),
      },
    ]),
  )
  rmSync(join(folder, 'node/LICENSE'))
  mkdirSync(join(folder, 'bin'))
  cpSync(join(import.meta.dirname, 'check-tcp'), join(folder, 'bin/check-tcp'))
}

export function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** As npm would publish them. */
function unpackOwn(modules) {
  const packed = mkdtempSync(join(tmpdir(), 'check-tcp-pack-'))
  try {
    const workspaces = PACKAGES.map((name) => `--workspace=${name}`)
    const options = ['--ignore-scripts', '--silent', '--pack-destination', packed]
    execFileSync('npm', ['pack', ...workspaces, ...options], { cwd: ROOT })
    for (const name of PACKAGES) {
      const target = join(modules, name)
      mkdirSync(target)
      const tarball = join(packed, `${name}-${VERSION}.tgz`)
      execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'])
      removePruned(target)
    }
  } finally {
    rmSync(packed, { recursive: true })
  }
}

function removePruned(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && isPruned(path.slice(folder.length + 1))) rmSync(path)
  }
}

function copyDependency(path, app) {
  const from = join(ROOT, path)
  const { name } = manifestOf(from)
  const files = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(from.length + 1))
    .filter((file) => !file.startsWith('node_modules/'))
    .filter((file) => !isPrunedOfDependency(name, file))
  for (const file of files) {
    mkdirSync(dirname(join(app, path, file)), { recursive: true })
    cpSync(join(from, file), join(app, path, file))
  }
}
