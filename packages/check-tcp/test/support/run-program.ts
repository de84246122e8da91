import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** The package refers to itself by its name from inside of this folder. */
const PACKAGE = fileURLToPath(new URL('../..', import.meta.url))

/** Only so that a program that hangs fails its test instead of stopping all of them. */
const SAFETY_NET_MS = 240_000

interface EndedProgram {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the text of a module in a process of its own, with its imports found from `folder`, to its end. */
export async function runProgram(program: string, folder = PACKAGE): Promise<EndedProgram> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: SAFETY_NET_MS,
    killSignal: 'SIGKILL',
  })
  const ended = once(child, 'exit')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  await ended
  return { code: child.exitCode, signal: child.signalCode, stdout, stderr }
}
