import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const COMMAND = join(import.meta.dirname, '../../../check-tcp/bin/check-tcp.cjs')

export const TOKEN = 'a-token-for-the-tests'

/** A line of the monitor's log. */
interface LogLine {
  readonly level: string
  readonly msg: string
  readonly [key: string]: unknown
}

/** A folder with a config, in which monitors may run one after the other; gone when it is disposed of. */
export class MonitorHome {
  readonly directory = mkdtempSync(join(tmpdir(), 'check-tcp-monitor-'))
  readonly config = join(this.directory, 'monitor.yaml')

  /** @param text the config without `directory`, `location` and `http` */
  write(text: string): void {
    writeFileSync(
      this.config,
      `directory: ./history\nlocation: lab\nhttp: { listen: "127.0.0.1:0", token: ${TOKEN} }\n${text}`,
    )
  }

  /**
   * Starts `check-tcp monitor` as people do, and waits until it says that it runs.
   *
   * @param through a program that runs it, with its arguments
   */
  async start(through: readonly string[] = []): Promise<RunningMonitor> {
    const running = new RunningMonitor(this.config, through)
    await running.says('the monitor runs')
    return running
  }

  /** Starts it, and does not wait. */
  launch(): RunningMonitor {
    return new RunningMonitor(this.config)
  }

  /** Starts it, and waits for its end. */
  async run(): Promise<{ readonly code: number | null; readonly stderr: string }> {
    const running = new RunningMonitor(this.config)
    return { code: await running.ended(), stderr: running.stderr }
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true })
  }
}

export class RunningMonitor {
  readonly #process: ChildProcess
  readonly #exit: Promise<number | null>
  readonly lines: LogLine[] = []
  stderr = ''
  readonly #waiting = new Set<() => void>()

  constructor(config: string, through: readonly string[] = []) {
    const [program, ...args] = [...through, process.execPath, COMMAND, 'monitor', config]
    this.#process = spawn(program ?? process.execPath, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#exit = once(this.#process, 'exit').then(([code]) => code as number | null)
    const { stderr } = this.#process
    if (!stderr) throw new TypeError('the child has no standard error')
    createInterface({ input: stderr }).on('line', (line) => {
      this.stderr += `${line}\n`
      if (line.startsWith('{')) this.lines.push(JSON.parse(line) as LogLine)
      for (const look of this.#waiting) look()
    })
    this.#exit.then(() => {
      for (const look of this.#waiting) look()
    })
  }

  get url(): string {
    return String(this.lines.find(({ msg }) => msg === 'the monitor runs')?.http)
  }

  /** Resolves with the next line of the log that begins so, among those from `from` on. */
  async says(beginning: string, from = 0): Promise<LogLine> {
    let found: LogLine | undefined
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        found = this.lines.slice(from).find(({ msg }) => msg.startsWith(beginning))
        if (found) resolve()
        else if (this.#process.exitCode !== null) reject(new Error(this.stderr))
      }
      this.#waiting.add(look)
      look()
    })
    return found as LogLine
  }

  async get(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${TOKEN}`, ...init.headers }
    return fetch(`${this.url}${path}`, { ...init, headers })
  }

  async json(path: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
    const response = await this.get(path, init)
    return (await response.json()) as Record<string, unknown>
  }

  /** Waits until the verdict of a check is `verdict`, as the event stream tells it. */
  async believes(check: string, verdict: string): Promise<void> {
    const ending = new AbortController()
    const stream = await this.get('/api/v1/events?types=verdict', { signal: ending.signal })
    const now = await this.json(`/api/v1/checks/${check}`)
    if (now.verdict !== verdict) {
      const wanted = `"verdict":"${verdict}"`
      const decoder = new TextDecoder()
      let text = ''
      for await (const chunk of stream.body ?? []) {
        text += decoder.decode(chunk, { stream: true })
        if (text.split('\n').some((line) => line.includes(wanted) && line.includes(`"${check}"`))) {
          break
        }
      }
    }
    ending.abort()
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal)
  }

  ended(): Promise<number | null> {
    return this.#exit
  }

  async stop(): Promise<number | null> {
    this.signal('SIGTERM')
    return this.#exit
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal('SIGKILL')
    await this.#exit
  }
}
