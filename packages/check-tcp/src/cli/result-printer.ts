import { createReporter } from '../report/create-reporter.js'
import {
  NAGIOS_STATES,
  type NagiosState,
  nagiosState,
  worstNagiosState,
} from '../report/nagios-state.js'
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
  /** Seconds that an attempt may take, where all checks share one value. */
  readonly timeout?: number
}

/** Prints results to standard output as they come, draws progress, and knows the exit code at the end. */
export class ResultPrinter {
  readonly #terminal: Terminal
  readonly #options: ResultPrinterOptions
  readonly #reporter: Promise<Reporter>
  readonly #progress: ProgressLine
  readonly #startMs = performance.now()
  readonly #tally = new Tally()
  #nagiosState: NagiosState = 'OK'
  #started = false

  constructor(terminal: Terminal, options: ResultPrinterOptions) {
    const { format = 'human', kind, timeout } = options
    this.#terminal = terminal
    this.#options = options
    this.#progress = new ProgressLine(terminal)
    this.#reporter = createReporter(format, {
      kind,
      colors: colorsOn(terminal),
      ...(timeout === undefined ? {} : { timeout }),
    })
  }

  async add(entry: ReportEntry): Promise<void> {
    this.#tally.add(entry)
    if (this.#options.format === 'nagios') {
      this.#nagiosState = worstNagiosState([this.#nagiosState, nagiosState(entry)])
    }
    await this.#write((reporter) => reporter.add(entry))
    if (this.#options.kind !== 'one') this.#progress.show(() => this.#progressText())
  }

  /** Says something on standard error that is no result. */
  aside(text: string): void {
    this.#progress.clear()
    this.#terminal.err(text)
  }

  /** Prints what stands at the end and returns the exit code. */
  async end(): Promise<number> {
    const interrupted = this.#terminal.interrupted.aborted
    const durationMs = performance.now() - this.#startMs
    await this.#write((reporter) => reporter.end({ durationMs, interrupted }))
    this.#progress.clear()
    if (interrupted) return EXIT.interrupted
    if (this.#options.format === 'nagios') return NAGIOS_STATES[this.#nagiosState]
    return this.#tally.exitCode
  }

  async #write(textOf: (reporter: Reporter) => string): Promise<void> {
    const reporter = await this.#reporter
    const start = this.#started ? '' : reporter.start()
    this.#started = true
    const text = start + textOf(reporter)
    if (text === '') return
    if (this.#terminal.outIsTerminal) this.#progress.clear()
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
