import type { Explanation } from '../explain/explanation.js'

export const OUTPUT_FORMATS = ['human', 'json', 'ndjson', 'junit', 'tap', 'nagios'] as const

export type OutputFormat = (typeof OUTPUT_FORMATS)[number]

/**
 * What is reported: one directly given target, several of them, a stream of them without an end that is known, hosts by
 * ports, or the tasks of task files.
 */
export type ReportKind = 'one' | 'many' | 'stream' | 'matrix' | 'tasks'

/** One finished check or task. */
export interface ReportEntry {
  /** The task's name; absent for a directly given target. */
  readonly name?: string
  readonly plugin?: string
  /** A `CheckResult`, or whatever another plugin returned. */
  readonly result: unknown
  /** Whether the result is a good one; read off the result where it is left out. */
  readonly succeeded?: boolean
  /** Why it ended as it did, where somebody asked. */
  readonly explanation?: Explanation
  /** The task's plugin gave no result. */
  readonly broken?: boolean
  /** Seconds that an attempt of this one may take. @default what all share */
  readonly timeout?: number
}

/** What is known when everything is over. */
export interface ReportSummary {
  /** Milliseconds of the whole run. */
  readonly durationMs?: number
  /** The run was stopped before its end. */
  readonly interrupted?: boolean
  /** How many lines of input could not be read as targets. @default 0 */
  readonly unreadable?: number
}

export interface ReporterOptions {
  readonly kind: ReportKind
  /** ANSI colours, in `human` only. */
  readonly colors: boolean
  /** Seconds that an attempt may take, where all checks share one value: the maximum in `nagios` performance data. */
  readonly timeout?: number
  /** Everything of each result, in `human` only. @default what is alike is gathered */
  readonly verbose?: boolean
  /** Columns of the screen, for `human` only. @default tables fit into 80, lines are not wrapped */
  readonly columns?: number
  /** A connection that is slower than expected counts as failed: the critical threshold in `nagios`. */
  readonly slowFails?: boolean
}

/**
 * Turns results into text. What these return, written one after the other, is the whole output; each piece is
 * empty or ends a line. Every control character that comes with a result is escaped.
 */
export interface Reporter {
  start(): string
  add(entry: ReportEntry): string
  /** What can be said of the entries so far; only where `add` does not say it itself. */
  settle?(): string
  end(summary: ReportSummary): string
}
