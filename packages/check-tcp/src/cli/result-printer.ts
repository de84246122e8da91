import { createReporter } from '../report/create-reporter.js'
import {
  NAGIOS_STATES,
  type NagiosState,
  nagiosState,
  worstNagiosState,
} from '../report/nagios-state.js'
import { checkResultOf } from '../report/outcome.js'
import { renderProgress } from '../report/progress.js'
import type { OutputFormat, ReportEntry, Reporter, ReportKind } from '../report/reporter.js'
import { Tally } from '../report/tally.js'
import { EXIT } from './exit-codes.js'
import { ProgressLine } from './progress-line.js'
import { colorsOn, type Terminal } from './terminal.js'

export interface ResultPrinterOptions {
  readonly format: OutputFormat | undefined
  readonly kind: ReportKind
  /** How many results will come, where that is known. */
  readonly total?: number
  /** What a connection counts as that took longer than expected. */
  readonly slow?: 'ok' | 'fail' | undefined
  /** Seconds that an attempt may take, where all checks share one value. */
  readonly timeout?: number
}

/** Characters that are written without waiting for more; waiting for them to be taken slows the checks down. */
const ENOUGH_TO_WRITE = 65_536

function isSlow(entry: ReportEntry): boolean {
  return checkResultOf(entry)?.details.slow === true
}

/** Prints results to standard output as they come, draws progress, and knows the exit code at the end. */
export class ResultPrinter {
  readonly #terminal: Terminal
  readonly #options: ResultPrinterOptions
  readonly #reporter: Reporter
  readonly #progress: ProgressLine | undefined
  readonly #startMs = performance.now()
  readonly #tally = new Tally()
  #nagiosState: NagiosState = 'OK'
  #started = false
  /** Results of the same turn of the loop are written together: a write for each would cost more than its check. */
  #unwritten = ''
  #flushSoon: NodeJS.Immediate | undefined

  static async open(terminal: Terminal, options: ResultPrinterOptions): Promise<ResultPrinter> {
    const { format = 'human', kind, timeout } = options
    const colors = colorsOn(terminal)
    const common = { kind, colors, ...(timeout === undefined ? {} : { timeout }) }
    return new ResultPrinter(terminal, options, await createReporter(format, common))
  }

  private constructor(terminal: Terminal, options: ResultPrinterOptions, reporter: Reporter) {
    this.#terminal = terminal
    this.#options = options
    this.#reporter = reporter
    if (options.kind !== 'one') {
      this.#progress = new ProgressLine(terminal, () => this.#progressText())
    }
  }

  add(entry: ReportEntry): void {
    if (this.#isCutShort(entry)) return
    this.#print(
      this.#options.slow === 'fail' && isSlow(entry) ? { ...entry, succeeded: false } : entry,
    )
  }

  #print(entry: ReportEntry): void {
    this.#tally.add(entry)
    if (this.#options.format === 'nagios') {
      this.#nagiosState = worstNagiosState([this.#nagiosState, nagiosState(entry)])
    }
    this.#write(this.#reporter.add(entry))
  }

  /** Resolves when there is room for more, so that a slow reader slows the checks down. */
  async drained(): Promise<void> {
    if (this.#unwritten.length >= ENOUGH_TO_WRITE) await this.#flush()
  }

  /** Says something on standard error that is no result. */
  aside(text: string): void {
    void this.#flush()
    this.#progress?.clear()
    this.#terminal.err(text)
  }

  /** Prints what stands at the end and returns the exit code. */
  async end(): Promise<number> {
    const interrupted = this.#terminal.interrupted.aborted
    const durationMs = performance.now() - this.#startMs
    this.#progress?.stop()
    this.#write(this.#reporter.end({ durationMs, interrupted }))
    await this.#flush()
    if (interrupted) return EXIT.interrupted
    if (this.#options.format === 'nagios') return NAGIOS_STATES[this.#nagiosState]
    return this.#tally.exitCode
  }

  /** Of many, those that Ctrl-C ended say nothing; of one, what it was at is better than no output at all. */
  #isCutShort(entry: ReportEntry): boolean {
    if (this.#options.kind === 'one' || !this.#terminal.interrupted.aborted) return false
    return checkResultOf(entry)?.details.failure === 'cancelled'
  }

  #write(text: string): void {
    if (!this.#started) {
      this.#started = true
      this.#unwritten = this.#reporter.start()
    }
    this.#unwritten += text
    if (this.#unwritten !== '') this.#flushSoon ??= setImmediate(() => void this.#flush())
  }

  async #flush(): Promise<void> {
    clearImmediate(this.#flushSoon)
    this.#flushSoon = undefined
    const text = this.#unwritten
    this.#unwritten = ''
    if (text === '') return
    if (this.#terminal.outIsTerminal) this.#progress?.clear()
    await this.#terminal.out(text)
  }

  #progressText(): string {
    const { failed, denied } = this.#tally.counts
    const { total } = this.#options
    return renderProgress({
      done: this.#tally.total,
      failed: failed + denied,
      elapsedMs: performance.now() - this.#startMs,
      ...(total === undefined ? {} : { total }),
    })
  }
}
