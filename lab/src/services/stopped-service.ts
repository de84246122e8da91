import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { dial } from './kept-connections.js'

const DEFAULT_BACKLOG = 1

/** Opens a server in a process of its own and stops that process before it accepts anything. */
export async function listenStopped(
  port: number,
  { full, backlog = DEFAULT_BACKLOG }: { readonly full: boolean; readonly backlog?: number },
): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('./stopped-service-process.js', import.meta.url))
  const child = fork(program, [String(port), String(backlog)])
  await once(child, 'message')
  child.kill('SIGSTOP')
  if (full) {
    // The kernel lets one connection more into the accept queue than listen(2)'s backlog says.
    for (let queued = 0; queued <= backlog; queued++) await dial({ host: '127.0.0.1', port })
  }
  return child
}
