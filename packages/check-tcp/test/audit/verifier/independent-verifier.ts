import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PYTHON_MODULES, pythonWith } from 'check-tcp-lab'

/**
 * Asks `verify_log.py`, which is written from the specifications alone and shares no code and no library with the log,
 * whether something is proven.
 */

const PROGRAM = join(import.meta.dirname, 'verify_log.py')
const python = pythonWith('cryptography')

/** Why the verifier cannot run here, for the title of the tests left out; empty where it can. */
export const verifierLeftOut =
  python === undefined
    ? ` (left out: python3 with its module cryptography is missing (Debian's ${PYTHON_MODULES.cryptography}))`
    : ''

interface Inclusion {
  readonly leaf: Buffer
  readonly index: number
  readonly size: number
  readonly path: readonly Buffer[]
  readonly root: Buffer
}

interface Growth {
  readonly from: number
  readonly fromRoot: Buffer
  readonly size: number
  readonly root: Buffer
  readonly path: readonly Buffer[]
}

/** A log, the text of the key that it should be signed with, and of a checkpoint that was kept elsewhere. */
export interface KeptLog {
  readonly directory: string
  readonly key: string
  readonly since?: string
}

/** What the verifier does not take at all, such as a note that is not signed. */
export class Refused extends Error {}

/** Runs the verifier as a command of its own, as somebody would who was handed a log. */
export function runVerifier(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(python ?? '', [PROGRAM, ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

/** One process for any number of questions, which are answered in their order. */
export class IndependentVerifier implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #waiting: Array<(line: string | undefined) => void> = []
  #ended = false

  constructor() {
    if (python === undefined) throw new Error(`no verifier${verifierLeftOut}`)
    const child = spawn(python, [PROGRAM, 'serve'], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#child = child
    // A question to a process that has ended goes unanswered, which is told below.
    child.stdin.on('error', () => {})
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => this.#waiting.shift()?.(line))
    lines.on('close', () => {
      this.#ended = true
      for (const answer of this.#waiting.splice(0)) answer(undefined)
    })
  }

  /** The root of the tree of some entries. */
  async root(entries: readonly Buffer[]): Promise<Buffer> {
    const { root } = await this.#ask({ ask: 'root', entries })
    return Buffer.from(root as string, 'base64')
  }

  async inclusionHolds(inclusion: Inclusion): Promise<boolean> {
    return (await this.#ask({ ask: 'inclusion', ...inclusion })).holds as boolean
  }

  async growthHolds(growth: Growth): Promise<boolean> {
    return (await this.#ask({ ask: 'consistency', ...growth })).holds as boolean
  }

  /** The text of a note that is signed by the key `name+hash+base64`. @throws Refused where it is not. */
  async textOfNote(note: string, key: string): Promise<string> {
    return (await this.#ask({ ask: 'note', note, key })).text as string
  }

  /** Does a `c2sp.org/tlog-proof@v1` text prove that the entry is in the log that the key signs for? */
  async proofHolds(proof: string, entry: string, key: string): Promise<boolean> {
    return (await this.#ask({ ask: 'proof', proof, entry, key })).holds as boolean
  }

  /** Does the text that `audit prove --since` prints prove that the log has only grown since the kept checkpoint? */
  async growthProofHolds(proof: string, since: string, key: string): Promise<boolean> {
    return (await this.#ask({ ask: 'growth', proof, since, key })).holds as boolean
  }

  /** What shows that somebody has tampered with a log; empty where nobody has. */
  async findings({ directory: folder, key, since }: KeptLog): Promise<readonly string[]> {
    return (await this.#ask({ ask: 'verify', folder, key, since })).findings as string[]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = this.#child.exitCode === null ? once(this.#child, 'exit') : undefined
    this.#child.stdin?.end()
    await ended
  }

  async #ask(question: object): Promise<Readonly<Record<string, unknown>>> {
    const line = await new Promise<string | undefined>((resolve) => {
      if (this.#ended) return resolve(undefined)
      this.#waiting.push(resolve)
      this.#child.stdin?.write(`${JSON.stringify(question, buffersAsBase64)}\n`)
    })
    if (line === undefined) throw new Error('the independent verifier has ended')
    const answer = JSON.parse(line)
    if (answer.refused !== undefined) throw new Refused(answer.refused)
    return answer
  }
}

/** JSON.stringify hands Buffers over as `{ type, data }`. */
function buffersAsBase64(_key: string, value: unknown): unknown {
  const { type, data } = (value ?? {}) as { type?: unknown; data?: unknown }
  return type === 'Buffer' ? Buffer.from(data as number[]).toString('base64') : value
}

/** One where it can run. */
export function secondVerifier(): IndependentVerifier | undefined {
  return verifierLeftOut === '' ? new IndependentVerifier() : undefined
}
