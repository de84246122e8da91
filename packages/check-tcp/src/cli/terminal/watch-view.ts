import { systemClock } from '../../core/clock.js'
import { escapeControl } from '../../core/text/escape-control.js'
import type { CheckResult } from '../../core/wire/result.js'
import { headline } from '../../report/human/human-check.js'
import { WatchChanges } from '../../report/progress/watch-changes.js'
import {
  renderWatchLine,
  renderWatchSummary,
  type WatchSample,
  watchSample,
} from '../../report/progress/watch-summary.js'
import { Tally } from '../../report/tally.js'
import { painter } from '../../report/text/colors.js'
import { LiveLines } from './live-lines.js'
import { ResultPrinter, type ResultPrinterOptions } from './result-printer.js'
import { say } from './say.js'
import { colorsOn, type Terminal } from './terminal.js'
import type { UnderWay } from './under-way.js'

/** How `check-tcp watch` shows its checks. */
interface WatchView {
  /** The check with this number begins. */
  begin(index: number): void
  show(index: number, result: CheckResult): Promise<void>
  /** Returns the exit code. */
  end(): Promise<number>
}

interface WatchViewOptions {
  /** `example.com:80` */
  readonly target: string
  /** How it is watched, such as `every 1 s`. */
  readonly manner: string
  readonly underWay: UnderWay
}

/** A day of one check a second; older ones are forgotten, so that a watch can go on for ever. */
const MAX_SAMPLES = 86_400

/** Wider than any screen. */
const MAX_MARKS = 1_000

/**
 * On a terminal a line for each change and under it one that is drawn again and again, elsewhere a line for each check; a
 * summary at the end.
 */
export async function humanWatchView(
  terminal: Terminal,
  { target, manner, underWay }: WatchViewOptions,
): Promise<WatchView> {
  const samples: WatchSample[] = []
  /** The newest checks in the order in which they began, those under way without a sample. */
  const marks = new Map<number, WatchSample | undefined>()
  const begunMs = new Map<number, number>()
  const startMs = systemClock.monotonicMs()
  const isLive = terminal.outIsTerminal && terminal.errIsTerminal
  const changes = new WatchChanges(painter(colorsOn(terminal)), terminal.columns)
  const tally = new Tally()
  if (isLive) await say(`watching ${escapeControl(target)} ${manner}; Ctrl-C ends it\n`, terminal)
  const live = new LiveLines(
    terminal,
    () => {
      const columns = terminal.columns - 1
      if (samples.length === 0) return underWay.lines(columns)
      return [renderWatchLine([...marks.values()], samples, columns)]
    },
    { quietMs: 0 },
  )
  return {
    begin(index) {
      begunMs.set(index, systemClock.wallMs())
      marks.set(index, undefined)
      const [oldest] = marks.keys()
      if (marks.size > MAX_MARKS && oldest !== undefined) marks.delete(oldest)
    },
    async show(index, result) {
      tally.add({ result })
      const sample = watchSample(result)
      samples.push(sample)
      if (samples.length > MAX_SAMPLES) samples.shift()
      if (marks.has(index)) marks.set(index, sample)
      const began = begunMs.get(index) ?? 0
      begunMs.delete(index)
      const change = changes.see(index, began, result)
      const line = isLive ? change : `${result.timestamp} ${headline(result)}`
      if (line !== undefined) {
        if (terminal.outIsTerminal) live.clear()
        await say(`${line}\n`, terminal)
      }
      live.draw()
    },
    async end() {
      live.stop()
      if (samples.length > 0) {
        const elapsedMs = systemClock.monotonicMs() - startMs
        await say(renderWatchSummary(target, samples, elapsedMs), terminal)
      }
      return tally.exitCode
    },
  }
}

/** The results one by one in the asked format. */
export async function formatWatchView(
  terminal: Terminal,
  options: ResultPrinterOptions,
): Promise<WatchView> {
  const printer = await ResultPrinter.open(terminal, options)
  return {
    begin() {},
    async show(_index, result) {
      printer.add({ result })
      await printer.drained()
    },
    end: () => printer.end(),
  }
}
