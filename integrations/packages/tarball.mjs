// A tarball that runs from wherever it is unpacked to.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fixTree, sourceDate } from './fixed-tree.mjs'
import { ROOT, VERSION, writeProgramTree } from './program-tree.mjs'

const UNITS = join(ROOT, 'packages/check-tcp-monitor/systemd')

/** Writes the tarball into `out`; gives its path. */
export function buildTarball({ work, out, fast }) {
  const name = `check-tcp-${VERSION}-linux-${process.arch}`
  const folder = join(work, name)
  mkdirSync(folder)
  writeProgramTree(folder)
  cpSync(UNITS, join(folder, 'systemd'), { recursive: true })
  cpSync(join(import.meta.dirname, 'debian/monitor.yaml'), join(folder, 'examples/monitor.yaml'))
  const seconds = sourceDate()
  fixTree(folder, seconds)
  const path = join(out, `${name}.tar.gz`)
  const level = fast ? '-1' : '-9'
  execFileSync('tar', [
    ...['--sort=name', '--format=gnu', '--owner=0', '--group=0', '--numeric-owner'],
    ...[`--mtime=@${seconds}`, '-C', work, `--use-compress-program=gzip --no-name ${level}`],
    ...['-cf', path, name],
  ])
  return path
}
