import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A Debian system with its own systemd, processes and network, which has nothing but a loopback interface. */
export interface BootedDebian {
  run(command: string, ...args: readonly string[]): Ran
  start(command: string, ...args: readonly string[]): ChildProcess
  stop(): Promise<void>
}

/** Boots the system in a folder, and waits until it is up. */
export async function bootDebian(folder: string): Promise<BootedDebian> {
  const container = spawn(
    'systemd-nspawn',
    [
      ...['--quiet', `--directory=${folder}`, '--private-network', '--register=no', '--keep-unit'],
      ...['--link-journal=no', '--boot', 'systemd.unit=multi-user.target'],
      // It hangs up the console as it starts, and with that what was said just before.
      'systemd.mask=console-getty.service',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const ended = once(container, 'close')
  let said = ''
  container.stderr.on('data', (part) => {
    said += part
  })
  let up = false
  for await (const line of createInterface({ input: container.stdout })) {
    said += `${line}\n`
    up = /Reached target.*Basic System/.test(line)
    if (up) break
  }
  if (!up) throw new Error(`the Debian in ${folder} did not boot:\n${said}`)
  // Nobody reads on, and a console that is full would stop the system.
  container.stdout.resume()
  const inside = ['--all', '--target', String(firstProcess(container.pid)), '--']
  // It fails where a service did; which of them matters is for the test to say.
  spawnSync('nsenter', [...inside, 'systemctl', 'is-system-running', '--wait'])
  return {
    run(command, ...args) {
      const options = { encoding: 'utf8', maxBuffer: 2 ** 26 } as const
      return spawnSync('nsenter', [...inside, command, ...args], options)
    },
    start(command, ...args) {
      return spawn('nsenter', [...inside, command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    },
    async stop() {
      // systemd-nspawn has the system power off.
      container.kill('SIGTERM')
      await ended
    },
  }
}

/** The system's own systemd. */
function firstProcess(parent: number | undefined): number {
  const [child = ''] = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').split(' ')
  return Number(child)
}
