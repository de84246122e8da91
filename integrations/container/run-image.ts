import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BuiltImage } from './buildah.js'

/** $1 is the root, $2 the volume, $3 the folder with configs. */
const SET_UP = `set -e
ip link set lo up
mount --make-rprivate /
mount --bind "$1" "$1"
mount -o remount,ro,bind "$1"
mount --bind "$2" "$1/data"
mount --bind "$3" "$1/etc/check-tcp"
mount -o remount,ro,bind "$1/etc/check-tcp"
mount --rbind /proc "$1/proc"
echo ready
exec cat`

export interface RunningImage {
  run(command: readonly string[]): { status: number | null; stdout: string; stderr: string }
  start(command: readonly string[]): ChildProcess
  stop(): Promise<void>
}

/**
 * What a container is, by hand: its own mounts and network, a root that is read-only, the image's user, folder and
 * environment, no capability.
 */
export async function runImage(
  { config, root }: BuiltImage,
  {
    data,
    configs,
    environment = {},
  }: {
    readonly data: string
    readonly configs: string
    readonly environment?: Readonly<Record<string, string>>
  },
): Promise<RunningImage> {
  const [user = '', group = ''] = config.User.split(':')
  mkdirSync(join(root, 'etc/check-tcp'), { recursive: true })
  // As a runtime does with a new volume: it gets the owner of the folder in the image.
  chownSync(data, Number(user), Number(group))
  const args = ['--mount', '--net', '--', 'sh', '-c', SET_UP, 'sh', root, data, configs]
  const holder = spawn('unshare', args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(holder, 'close')
  const [first] = await Promise.race([once(holder.stdout, 'data'), ended])
  if (String(first) !== 'ready\n') throw new Error('the namespaces of the image could not be made')
  const enter = ['--mount', '--net', '--target', String(holder.pid), '--', 'chroot', root]
  const drop = ['--clear-groups', '--no-new-privs', '--inh-caps=-all', '--bounding-set=-all']
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
  const words = [
    ...enter,
    ...['setpriv', `--reuid=${user}`, `--regid=${group}`, ...drop, '--'],
    ...['env', '-i', '-C', config.WorkingDir, ...config.Env, ...variables],
  ]
  return {
    run: (command) => spawnSync('nsenter', [...words, ...command], { encoding: 'utf8' }),
    start: (command) => spawn('nsenter', [...words, ...command]),
    async stop() {
      holder.stdin.end()
      await ended
    },
  }
}

/** What a process may do, as the kernel says. */
export function capabilitiesOf(pid: number | undefined): string | undefined {
  return /^CapEff:\s*(\w+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
}
