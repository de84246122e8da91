import { systemClock } from '../../core/clock.js'
import { createReporter } from '../../report/create-reporter.js'
import {
  NAGIOS_STATES,
  type NagiosState,
  nagiosState,
  worstNagiosState,
} from '../../report/formats/nagios-state.js'
import { MAX_SINGLE_SUCCESSES } from '../../report/human/single-successes.js'
import { checkResultOf } from '../../report/outcome.js'
import { renderProgress } from '../../report/progress/progress.js'
import type { OutputFormat, ReportEntry, Reporter, ReportKind } from '../../report/reporter.js'
import { Tally } from '../../report/tally.js'
import { EXIT } from '../exit/exit-codes.js'
import { HeldResults } from './held-results.js'
import { LiveLines } from './live-lines.js'
import { tell } from './say.js'
import { colorsOn, type Terminal } from './terminal.js'
import type { UnderWay } from './under-way.js'

export interface ResultPrinterOptions {
  readonly format: OutputFormat | undefined
  readonly kind: ReportKind
  /** How many results will come, where that is known. */
  readonly total?: number
  /** What a connection counts as that took longer than expected, or whose certificate expires soon. */
  readonly slow?: 'ok' | 'fail' | undefined
  /** Seconds that an attempt may take, where all checks share one value. */
  readonly timeout?: number
  /** Everything of each result, where what is alike would be gathered. */
  readonly verbose?: boolean | undefined
  /** What a waiting person is shown. */
  readonly underWay?: UnderWay | undefined
  /** How many are finished, where that is more than the checks that `underWay` has seen end. */
  readonly finished?: () => { readonly done: number; readonly failed: number }
}

/** Characters that are written without waiting for more; waiting for them to be taken slows the checks down. */
const ENOUGH_TO_WRITE = 65_536

/** Slow, or with a certificate that expires soon. */
function isSlow(entry: ReportEntry): boolean {
  const { slow, expiring } = checkResultOf(entry)?.details ?? {}
  return slow === true || expiring === true
}

/** Tasks and a handful of targets; more targets are gathered, and the progress counts them. */
function isToldAsItComes(
  { outIsTerminal }: Terminal,
  { format = 'human', kind, total = Number.POSITIVE_INFINITY }: ResultPrinterOptions,
): boolean {
  const isFew = kind === 'tasks' || (kind === 'many' && total <= MAX_SINGLE_SUCCESSES)
  return outIsTerminal && format === 'human' && isFew
}

/** Prints results to standard output as they come, draws progress, and knows the exit code at the end. */
export class ResultPrinter {
  readonly #terminal: Terminal
  readonly #options: ResultPrinterOptions
  readonly #reporter: Reporter
  readonly #progress: LiveLines
  readonly #startMs = systemClock.monotonicMs()
  readonly #tally = new Tally()
  #nagiosState: NagiosState = 'OK'
  #unreadable = 0
  #started = false
  /** Results of the same turn of the loop are written together: a write for each would cost more than its check. */
  #unwritten = ''
  /** Where somebody looks on, results are told as they come. */
  readonly #held: HeldResults | undefined
  #flushSoon: NodeJS.Immediate | undefined

  static async open(terminal: Terminal, options: ResultPrinterOptions): Promise<ResultPrinter> {
    const { format = 'human', kind, timeout, verbose = false, slow } = options
    const common = {
      kind,
      verbose,
      colors: colorsOn(terminal),
      ...(terminal.outIsTerminal ? { columns: terminal.columns } : {}),
      slowFails: slow === 'fail',
      ...(timeout === undefined ? {} : { timeout }),
    }
    return new ResultPrinter(terminal, options, await createReporter(format, common))
  }

  private constructor(terminal: Terminal, options: ResultPrinterOptions, reporter: Reporter) {
    this.#terminal = terminal
    this.#options = options
    this.#reporter = reporter
    this.#progress = new LiveLines(terminal, () => this.#progressLines())
    if (isToldAsItComes(terminal, options)) {
      this.#held = new HeldResults((entries) => {
        for (const entry of entries) this.#print(entry)
        this.#write(reporter.settle?.() ?? '')
      })
    }
  }

  /** Results may come in any order; else they are printed in the order in which they come. */
  get takesAnyOrder(): boolean {
    return this.#held !== undefined
  }

  /** @param place of its target among all, where results may come in any order */
  add(entry: ReportEntry, place = 0): void {
    if (this.#isCutShort(entry)) return
    const isTooSlow = this.#options.slow === 'fail' && isSlow(entry)
    const counted = isTooSlow ? { ...entry, succeeded: false } : entry
    if (this.#held) this.#held.add(counted, place)
    else this.#print(counted)
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

  /** Says of a line of input why there is no result for it. */
  unreadable(text: string): void {
    this.#unreadable += 1
    void this.#flush()
    this.#progress.clear()
    tell(text, this.#terminal)
  }

  /** Prints what stands at the end and returns the exit code. */
  async end(): Promise<number> {
    const interrupted = this.#terminal.interrupted.aborted
    const durationMs = systemClock.monotonicMs() - this.#startMs
    this.#progress.stop()
    this.#held?.release()
    this.#write(this.#reporter.end({ durationMs, interrupted, unreadable: this.#unreadable }))
    await this.#flush()
    if (interrupted) return EXIT.interrupted
    if (this.#options.format === 'nagios') {
      const unread: readonly NagiosState[] = this.#unreadable > 0 ? ['UNKNOWN'] : []
      return NAGIOS_STATES[worstNagiosState([this.#nagiosState, ...unread])]
    }
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
    if (this.#terminal.outIsTerminal) this.#progress.clear()
    await this.#terminal.out(text)
  }

  #progressLines(): readonly string[] {
    const { kind, total, underWay } = this.#options
    const waiting = underWay?.lines(this.#terminal.columns - 1) ?? []
    if (kind === 'one') return waiting
    const progress = renderProgress({
      ...this.#finished(),
      underWay: underWay?.size ?? 0,
      elapsedMs: systemClock.monotonicMs() - this.#startMs,
      ...(total === undefined ? {} : { total }),
    })
    return [progress, ...waiting]
  }

  /** Results wait for those before them to be printed, so more may be finished than are printed. */
  #finished(): { readonly done: number; readonly failed: number } {
    const { underWay, finished } = this.#options
    if (finished) return finished()
    const { counts, total } = underWay?.finished ?? this.#tally
    return { done: total, failed: counts.failed + counts.denied }
  }
}
