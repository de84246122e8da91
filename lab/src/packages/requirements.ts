import { spawnSync } from 'node:child_process'
import { namespaceName } from '../network/namespace-name.js'

export type Availability =
  | { readonly available: true }
  /** `because` says what is missing, for the title of the tests left out. */
  | { readonly available: false; readonly because: string }

/** The programs that the lab runs, with the Debian packages that bring them. */
export const LAB_PROGRAMS = {
  ip: 'iproute2',
  nft: 'nftables',
  dnsmasq: 'dnsmasq-base',
  ping: 'iputils-ping',
  tcpdump: 'tcpdump',
  setpriv: 'util-linux',
  prlimit: 'util-linux',
} as const

/** Can labs be built here? Tries it out, since containers may be root and still not be let. */
export function labRequirements(): Availability {
  if (process.platform !== 'linux') return missing('network namespaces are a part of Linux')
  if (process.getuid?.() !== 0) return missing('only root can make network namespaces')
  for (const [program, debianPackage] of Object.entries(LAB_PROGRAMS)) {
    if (!isInstalled(program)) {
      return missing(`the program ${program} is missing (Debian's ${debianPackage})`)
    }
  }
  const name = namespaceName('trial')
  const added = run('ip', ['netns', 'add', name])
  const ruled = added && run('ip', ['netns', 'exec', name, 'nft', 'add', 'table', 'inet', 'trial'])
  if (added) run('ip', ['netns', 'delete', name])
  if (!added) return missing('this machine lets nobody make network namespaces')
  return ruled ? { available: true } : missing('this kernel has no nftables')
}

export function isInstalled(program: string): boolean {
  return run('sh', ['-c', 'command -v "$1"', 'sh', program])
}

function run(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

function missing(because: string): Availability {
  return { available: false, because }
}
