import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const COMMAND = fileURLToPath(new URL('../../../bin/check-tcp.cjs', import.meta.url))

export const REPOSITORY = fileURLToPath(new URL('../../../../..', import.meta.url))

export interface Finished {
  /** `null` where a signal ended the process. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface StartOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Arguments of Node itself. */
  readonly nodeArguments?: readonly string[]
}

/** The built command, running. */
export class RunningCommand {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #text = { stdout: '', stderr: '' }
  readonly finished: Promise<Finished>

  constructor(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(file, args, { cwd: REPOSITORY, env: cleanEnvironment(env) })
    for (const stream of ['stdout', 'stderr'] as const) {
      this.#child[stream].setEncoding('utf8').on('data', (text: string) => {
        this.#text[stream] += text
      })
    }
    // A command that ends without reading its input closes the pipe, which is its right.
    this.#child.stdin.on('error', () => {})
    this.finished = new Promise((resolve, reject) => {
      this.#child.on('error', reject)
      this.#child.on('close', (code) => resolve({ code, ...this.#text }))
    })
  }

  write(text: string | Uint8Array): void {
    this.#child.stdin.write(text)
  }

  endInput(): void {
    this.#child.stdin.end()
  }

  interrupt(): void {
    this.#child.kill('SIGINT')
  }

  /** Stops reading, as `| head -1` does when it has seen enough. */
  closeOutput(): void {
    this.#child.stdout.destroy()
  }

  /** Resolves when the text so far matches; rejects when the command ends before. */
  seen(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!pattern.test(this.#text[stream])) return
        this.#child[stream].off('data', look)
        resolve()
      }
      this.#child[stream].on('data', look)
      look()
      void this.finished.then((finished) => {
        reject(new Error(`never showed ${pattern}: ${JSON.stringify(finished)}`))
      })
    })
  }
}

/** Starts the built command. */
export function startCommand(
  args: readonly string[],
  { env, nodeArguments = [] }: StartOptions = {},
): RunningCommand {
  return new RunningCommand(process.execPath, [...nodeArguments, COMMAND, ...args], env)
}

/** Runs the built command to its end, its input being what is given and nothing more. */
export function runCommand(
  args: readonly string[],
  { stdin = '', ...options }: StartOptions & { readonly stdin?: string | Uint8Array } = {},
): Promise<Finished> {
  const command = startCommand(args, options)
  command.write(stdin)
  command.endInput()
  return command.finished
}

/** What the tests' own surroundings say of colours and Node is not the command's business. */
function cleanEnvironment(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { NO_COLOR, FORCE_COLOR, NODE_OPTIONS, ...rest } = process.env
  return { ...rest, TERM: 'xterm-256color', ...env }
}
