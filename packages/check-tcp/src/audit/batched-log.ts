import { type Clock, sleep } from '../core/clock.js'
import type { AuditLog, AuditTools, OnRecorded } from './audit-log.js'
import { AuditLogError, problemText } from './audit-log-error.js'
import { AUDIT_NUMBERS, type AuditOptions } from './audit-options.js'
import { type AuditedAct, actLine } from './entries/act-line.js'
import { type AuditedAgent, agentLine } from './entries/agent-line.js'
import { type AuditedCheck, type AuditedProbe, CheckLines } from './entries/check-lines.js'
import { originOfProcess } from './entries/origin.js'
import type { Gap } from './files/gaps-file.js'
import { StoredLog } from './stored-log.js'

/** A log that could not be written is tried again after this time, or when the process ends. */
const RETRY_MS = 1_000

/**
 * Where many checks are under way, a batch begins at the earliest so long after the one before: a sync for every few
 * entries would cost more than the entries. A caller that makes one check at a time does not wait for this.
 */
const GATHER_MS = 10

/** More than any disk is behind; what a relaxed log has no room for is counted. */
const MAX_WAITING = 100_000

interface PendingEntry {
  readonly line: string
  readonly onRecorded: OnRecorded | undefined
}

/** Entries that come while others are being written wait together, and share one write and one sync. */
export class BatchedLog implements AuditLog {
  readonly #stored: StoredLog
  readonly #lines: CheckLines
  /** JSON. */
  readonly #who: string
  readonly #clock: Clock
  readonly #isStrict: boolean
  readonly #intervalMs: number
  readonly #warn: (text: string) => void
  #pending: PendingEntry[] = []
  #writing: Promise<void> | undefined
  #cancelCheckpoint: (() => void) | undefined
  #isCheckpointDue = false
  readonly #closing = new AbortController()
  #problem: string | undefined
  #retryAtMs = 0
  #hasWarned = false
  /** Not yet told anywhere. */
  #lost = 0
  #refused = 0
  #missedSince: string | undefined
  #missedWhy = ''
  #missed = 0

  constructor(options: AuditOptions, { clock, warn }: Required<AuditTools>) {
    const { mode = 'strict', checkpointInterval = AUDIT_NUMBERS.checkpointInterval.default } =
      options
    const who = JSON.stringify(originOfProcess())
    this.#stored = new StoredLog(options, clock, who)
    this.#lines = new CheckLines(who)
    this.#who = who
    this.#clock = clock
    this.#isStrict = mode === 'strict'
    this.#intervalMs = checkpointInterval * 1_000
    this.#warn = warn
  }

  get missed(): number {
    return this.#missed
  }

  async open(): Promise<void> {
    try {
      await this.#stored.open()
    } catch (error) {
      await this.#stored.close()
      if (this.#isStrict) throw openingError(error)
      this.#broken(error)
    }
  }

  refusal(): string | undefined {
    if (!this.#isStrict || this.#problem === undefined) return undefined
    this.#refused++
    this.#miss(1)
    if (this.#mayTry()) this.#writeSoon()
    return this.#problem
  }

  record(check: AuditedCheck, onRecorded: OnRecorded): void {
    this.#add(this.#lines.line(check), onRecorded)
  }

  recordProbe(probe: AuditedProbe, onRecorded: OnRecorded): void {
    this.#add(this.#lines.probeLine(probe), onRecorded)
  }

  recordAgent(agent: AuditedAgent, onRecorded: OnRecorded): void {
    this.#add(agentLine(agent, this.#who), onRecorded)
  }

  recordAct(act: AuditedAct, onRecorded: OnRecorded): void {
    this.#add(actLine(act, this.#who), onRecorded)
  }

  #add(line: string, onRecorded: OnRecorded): void {
    if (this.#isStrict) this.#pending.push({ line, onRecorded })
    else {
      if (this.#pending.length < MAX_WAITING) this.#pending.push({ line, onRecorded: undefined })
      else {
        this.#lost++
        this.#miss(1)
      }
      onRecorded()
    }
    this.#writeSoon()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#cancelCheckpoint?.()
    this.#isCheckpointDue = true
    this.#retryAtMs = 0
    this.#writeSoon()
    await this.#writing
    await this.#stored.close()
    if (!this.#isStrict && this.#missed > 0) {
      this.#warn(`${this.#missed} checks are not in the audit log: ${this.#problem ?? 'see there'}`)
    }
  }

  #writeSoon(): void {
    this.#writing ??= this.#write()
  }

  async #write(): Promise<void> {
    // Checks that end in the same turn of the loop come into one batch.
    await new Promise((resolve) => setImmediate(resolve))
    for (;;) {
      const isRetry = this.#problem !== undefined && this.#mayTry()
      if (this.#pending.length > 0 || isRetry) await this.#writeGathered()
      else if (this.#isCheckpointDue) await this.#writeCheckpoint()
      else break
    }
    // In the same step as the last look, so that nothing comes in between and is left lying.
    this.#writing = undefined
  }

  async #writeGathered(): Promise<void> {
    const startMs = this.#clock.monotonicMs()
    const isOne = this.#pending.length <= 1
    await this.#writeBatch()
    const restMs = GATHER_MS - (this.#clock.monotonicMs() - startMs)
    if (!isOne && restMs > 0) await sleep(this.#clock, restMs, this.#closing.signal)
  }

  async #writeBatch(): Promise<void> {
    const batch = this.#pending
    this.#pending = []
    const gap = this.#gap()
    const lines = batch.map(({ line }) => line)
    if (gap) lines.unshift(this.#stored.line({ kind: 'gap', ...gap }))
    try {
      if (this.#problem !== undefined && !this.#mayTry()) throw this.#problem
      if (lines.length === 0) await this.#stored.open()
      else await this.#stored.append(lines)
      this.#problem = undefined
      this.#told(gap)
      if (!this.#closing.signal.aborted) this.#expectCheckpoint()
    } catch (error) {
      if (error !== this.#problem) this.#broken(error)
      this.#lost += batch.length
      this.#miss(batch.length)
      await this.#noteGap()
    }
    for (const { onRecorded } of batch) onRecorded?.(this.#problem)
  }

  /** Outlasts this process, if anything of the log can be written at all. */
  async #noteGap(): Promise<void> {
    const gap = this.#gap()
    if (gap) {
      await this.#stored.noteGap(gap).then(
        () => this.#told(gap),
        () => {},
      )
    }
  }

  #gap(): Gap | undefined {
    const since = this.#missedSince
    if (since === undefined) return undefined
    return { lost: this.#lost, refused: this.#refused, since, problem: this.#missedWhy }
  }

  #told(gap: Gap | undefined): void {
    if (!gap) return
    this.#lost -= gap.lost
    this.#refused -= gap.refused
    if (this.#lost + this.#refused === 0) this.#missedSince = undefined
  }

  async #writeCheckpoint(): Promise<void> {
    this.#isCheckpointDue = false
    try {
      const problem = await this.#stored.checkpoint()
      if (problem !== undefined) this.#warnOnce(problem)
    } catch (error) {
      // The entries are there; the next checkpoint vouches for them too.
      if (!this.#closing.signal.aborted) this.#expectCheckpoint()
      this.#warnOnce(`no checkpoint of the audit log could be written: ${problemText(error)}`)
    }
  }

  #expectCheckpoint(): void {
    this.#cancelCheckpoint ??= this.#clock.setTimer(this.#intervalMs, () => {
      this.#cancelCheckpoint = undefined
      this.#isCheckpointDue = true
      this.#writeSoon()
    })
  }

  #broken(error: unknown): void {
    this.#problem = problemText(error)
    this.#retryAtMs = this.#clock.monotonicMs() + RETRY_MS
    if (!this.#isStrict) {
      this.#warnOnce(`the audit log cannot be written, checks go on without it: ${this.#problem}`)
    }
  }

  #mayTry(): boolean {
    return this.#clock.monotonicMs() >= this.#retryAtMs
  }

  #miss(checks: number): void {
    if (checks === 0) return
    this.#missed += checks
    this.#missedSince ??= new Date(this.#clock.wallMs()).toISOString()
    this.#missedWhy = this.#problem ?? 'the log was too slow'
  }

  #warnOnce(text: string): void {
    if (!this.#hasWarned) this.#warn(text)
    this.#hasWarned = true
  }
}

function openingError(error: unknown): AuditLogError {
  if (error instanceof AuditLogError) return error
  const text = `the audit log cannot be opened: ${problemText(error)}`
  return new AuditLogError(text, { cause: error })
}
