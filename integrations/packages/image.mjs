// What `podman build` or `docker build` makes the image of: a folder with the Containerfile and all that it copies.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fixTree, sourceDate } from './fixed-tree.mjs'
import { ROOT, VERSION, writeProgramTree } from './program-tree.mjs'

const SOURCE = join(ROOT, 'integrations/container')

/** Files that are beside the image, for who runs it. */
const EXAMPLES = ['compose.yaml', 'hub.yaml']

/** Writes the folder `image` into `out`; gives its path. */
export function buildImageContext({ out }) {
  const folder = join(out, 'image')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'data'), { recursive: true })
  writeProgramTree(join(folder, 'program'))
  const text = readFileSync(join(SOURCE, 'Containerfile'), 'utf8')
  const named = text
    .replace(/^ARG VERSION$/m, `ARG VERSION=${VERSION}`)
    .replace(/^ARG REVISION$/m, `ARG REVISION=${revision()}`)
  writeFileSync(join(folder, 'Containerfile'), named)
  for (const name of EXAMPLES) cpSync(join(SOURCE, name), join(folder, name))
  fixTree(folder, sourceDate())
  return folder
}

function revision() {
  return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim()
}
