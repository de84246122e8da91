import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { dial } from './kept-connections.js'

/** The kernel lets one connection more into the accept queue than listen(2)'s backlog says. */
const BACKLOG = 1
const QUEUE_LENGTH = BACKLOG + 1

/** Opens a server in a process of its own and stops that process before it accepts anything. */
export async function listenStopped(
  port: number,
  { full }: { readonly full: boolean },
): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('./stopped-service-process.js', import.meta.url))
  const child = fork(program, [String(port), String(BACKLOG)])
  await once(child, 'message')
  child.kill('SIGSTOP')
  if (full) {
    for (let queued = 0; queued < QUEUE_LENGTH; queued++) await dial({ host: '127.0.0.1', port })
  }
  return child
}
