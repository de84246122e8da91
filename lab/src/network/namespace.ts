import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../processes/run-command.js'
import { isStale } from './namespace-name.js'

/** `ip netns` keeps a mount point for each namespace here (ip-netns(8)). */
const NAMESPACES = '/run/netns'

/** What check-tcp keeps for root until the next boot. */
const SIGHTINGS = '/run/check-tcp'

/** `ip netns exec NAME` mounts the files of this folder's NAME over those of /etc (ip-netns(8)). */
export function etcFolder(namespace: string): string {
  return `/etc/netns/${namespace}`
}

/** Makes a network namespace whose loopback is up. */
export async function addNamespace(name: string): Promise<void> {
  await runCommand('ip', ['netns', 'add', name])
  await runCommand('ip', ['-n', name, 'link', 'set', 'lo', 'up'])
  await forgetSightings(name)
}

/** The kernel uses numbers of namespaces again, by which scan guards count (`policy/scan/open-sightings.ts`). */
async function forgetSightings(name: string): Promise<void> {
  const { ino } = await stat(join(NAMESPACES, name))
  for (const boot of await readdir(SIGHTINGS).catch(() => [])) {
    await rm(join(SIGHTINGS, boot, `seen-${ino}`), { recursive: true, force: true })
  }
}

/** Ends the processes of a namespace and removes it with its interfaces, routes, rules and files. */
export async function removeNamespace(name: string): Promise<void> {
  await killProcesses(name)
  await runCommand('ip', ['netns', 'delete', name])
  await rm(etcFolder(name), { recursive: true, force: true })
}

/** Removes the namespaces that labs of dead processes left behind. */
export async function removeStaleNamespaces(): Promise<void> {
  const names = await readdir(NAMESPACES).catch(() => [])
  const stale = names.filter(isStale)
  // Another lab that starts at the same moment may remove the same ones.
  await Promise.allSettled(stale.map(removeNamespace))
}

async function killProcesses(name: string): Promise<void> {
  const pids = await runCommand('ip', ['netns', 'pids', name])
  for (const pid of pids.split('\n').filter(Boolean)) {
    try {
      // A stopped process acts on no signal but this one.
      process.kill(Number(pid), 'SIGKILL')
    } catch {
      // It ended by itself in the meantime.
    }
  }
}
