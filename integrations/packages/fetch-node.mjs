// The Node that packages bring with them: what npm's registry has of nodejs.org's build, checked against the pinned hash.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const RUNTIME = JSON.parse(readFileSync(join(import.meta.dirname, 'node-runtime.json'), 'utf8'))

/** Kept between builds; `npm ci` empties it. */
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/check-tcp-packages')

export const NODE_VERSION = RUNTIME.version

/** The npm package of Node for an architecture, as Node names it. */
export function nodePackageFor(architecture) {
  const found = RUNTIME.packages[architecture]
  if (found !== undefined) return found
  const known = Object.keys(RUNTIME.packages).join(' and ')
  throw new Error(`there is no Node for ${architecture} here: packages are built for ${known}`)
}

/** Puts `bin/node` and `LICENSE` into a folder. */
export function fetchNode(architecture, folder) {
  const { name, integrity } = nodePackageFor(architecture)
  const tarball = join(CACHE, `${name}-${NODE_VERSION}.tgz`)
  if (!existsSync(tarball)) download(name, tarball)
  const problem = problemOf(readFileSync(tarball), integrity)
  if (problem !== undefined) {
    rmSync(tarball)
    throw new Error(`${name}@${NODE_VERSION} is not what node-runtime.json names: ${problem}`)
  }
  mkdirSync(folder, { recursive: true })
  const wanted = ['package/bin/node', 'package/LICENSE']
  execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1', ...wanted])
}

/** Says how a file differs from its hash, as npm writes hashes. */
export function problemOf(content, integrity) {
  const found = `sha512-${createHash('sha512').update(content).digest('base64')}`
  return found === integrity ? undefined : `its hash is ${found}`
}

function download(name, tarball) {
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'download-'))
  try {
    const args = ['pack', `${name}@${NODE_VERSION}`, '--silent', '--pack-destination', folder]
    const packed = execFileSync('npm', args, { encoding: 'utf8', cwd: folder }).trim()
    renameSync(join(folder, packed), tarball)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
