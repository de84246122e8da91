// Builds a package: node integrations/packages/build.mjs deb|tarball|image [--fast] [--out FOLDER]
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildDeb } from './deb.mjs'
import { buildImageContext } from './image.mjs'
import { ROOT } from './program-tree.mjs'
import { buildTarball } from './tarball.mjs'

const BUILDS = { deb: buildDeb, tarball: buildTarball, image: buildImageContext }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: join(ROOT, 'dist') },
    fast: { type: 'boolean', default: false },
  },
})

const [kind = ''] = positionals
if (positionals.length !== 1 || !Object.hasOwn(BUILDS, kind)) {
  console.error(`name one package to build: ${Object.keys(BUILDS).join(', ')}`)
  process.exit(2)
}
if (process.platform !== 'linux') {
  console.error(
    `packages are built on Linux, for its own architecture; this is ${process.platform}`,
  )
  process.exit(2)
}

const out = resolve(values.out)
mkdirSync(out, { recursive: true })
const work = mkdtempSync(join(tmpdir(), 'check-tcp-build-'))
try {
  console.error(`check-tcp packages: building ${kind} for linux-${process.arch}`)
  console.log(BUILDS[kind]({ work, out, fast: values.fast }))
} catch (error) {
  console.error(`check-tcp packages: ${error.message}`)
  process.exitCode = 1
} finally {
  rmSync(work, { recursive: true, force: true })
}
