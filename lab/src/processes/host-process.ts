import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Host } from '../network/host.js'

interface HostProcessOptions {
  /** A program of this package, such as `prober/prober-process.js`. */
  readonly program: string
  /** Goes to the program as JSON. */
  readonly settings?: unknown
  /** Programs that run the next one, such as `prlimit --nofile=40`. */
  readonly through?: readonly string[]
}

/** Starts a Node process inside a host, with a channel to this process. It ends when this process does. */
export function startInHost(
  host: Host,
  { program, settings = {}, through = [] }: HostProcessOptions,
): ChildProcess {
  // The compiled program is started even where this file runs from its source.
  const file = fileURLToPath(new URL(`../../dist/${program}`, import.meta.url))
  return spawn(
    'ip',
    [
      ...['netns', 'exec', host.namespace, ...through],
      ...[process.execPath, file, JSON.stringify(settings)],
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
}

/** What the parent gave the program that runs here. */
export function settingsOfThisProcess<T>(): Partial<T> {
  return JSON.parse(process.argv[2] ?? '{}')
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}
