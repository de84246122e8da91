import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Availability, isInstalled } from '../packages/requirements.js'
import { debianMirrors, INDEX_TARGETS } from './debian-mirrors.js'

/** The programs that make Debian systems in a folder and run them, with the Debian packages that bring them. */
export const DEBIAN_PROGRAMS = {
  mmdebstrap: 'mmdebstrap',
  'systemd-nspawn': 'systemd-container',
} as const

/** Kept between test files; `npm ci` empties it. */
const CACHE = resolve(import.meta.dirname, '../../../node_modules/.cache/check-tcp-lab')

/** What the system has beyond what Debian calls essential: enough to boot. */
const INCLUDED = 'systemd,systemd-sysv'

export function debianRootRequirements(): Availability {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return { available: false, because: 'only root on Linux can make and boot Debian systems' }
  }
  for (const [program, debianPackage] of Object.entries(DEBIAN_PROGRAMS)) {
    if (isInstalled(program)) continue
    const because = `the program ${program} is missing (Debian's ${debianPackage})`
    return { available: false, because }
  }
  return { available: true }
}

/** A small Debian of this machine's release. */
export function debianRootTarball(): string {
  const tarball = join(CACHE, 'debian-root.tar')
  if (!existsSync(tarball)) makeRoot(tarball)
  return tarball
}

/** Unpacks it into a new folder. */
export function unpackDebianRoot(folder: string): void {
  const tarball = debianRootTarball()
  mkdirSync(folder)
  run('tar', ['-xf', tarball, '--numeric-owner', '-C', folder])
}

/** From the mirrors that this machine's apt uses. */
function makeRoot(tarball: string): void {
  mkdirSync(CACHE, { recursive: true })
  const own = `${tarball}.${process.pid}.tar`
  try {
    const proxy = run('apt-config', ['dump', '--format', '%F "%v";%n', 'Acquire::http::Proxy'])
    run('mmdebstrap', [
      ...['--quiet', '--mode=root', '--variant=minbase', `--include=${INCLUDED}`],
      ...['--skip=cleanup/reproducible', ...(proxy === '' ? [] : [`--aptopt=${proxy}`])],
      ...[codename(), own, debianMirrors(run('apt-get', INDEX_TARGETS))],
    ])
    renameSync(own, tarball)
  } finally {
    rmSync(own, { force: true })
  }
}

function codename(): string {
  return run('sh', ['-c', '. /etc/os-release && echo "$VERSION_CODENAME"'])
}

function run(command: string, args: readonly string[]): string {
  const options = { encoding: 'utf8', maxBuffer: 2 ** 26 } as const
  const { status, stdout, stderr, error } = spawnSync(command, args, options)
  if (status === 0) return stdout.trim()
  throw new Error(`${command} failed: ${error?.message ?? stderr.trim()}`)
}
