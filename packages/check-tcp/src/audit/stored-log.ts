import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../core/clock.js'
import { makeDirectory } from '../core/make-directory.js'
import { AuditLogError } from './audit-log-error.js'
import { AUDIT_NUMBERS, type AuditOptions } from './audit-options.js'
import type { CheckEntry, Entry } from './entries/entry.js'
import { replaceFile, syncFolder } from './files/durable-files.js'
import { FILES } from './files/layout.js'
import { formatState, type LogState, rememberedState } from './files/log-state.js'
import { LogWriter } from './files/log-writer.js'
import { keepOnlyHashes, type OldEntries, oldEntries } from './files/retention.js'
import { WriterLock } from './files/writer-lock.js'
import { type Checkpoint, openCheckpoint, signCheckpoint } from './notes/checkpoint.js'
import { loadOrMakeKey } from './notes/log-key.js'
import { formatVerifierKey, type SignerKey } from './notes/signed-note.js'

type OwnEntry = Exclude<Entry, CheckEntry>
type Draft<E> = E extends OwnEntry ? Omit<E, 'time' | 'who'> : never

/** What an entry of the log about itself says beside who wrote it and when. */
export type OwnPart = Draft<OwnEntry>

/** A log on disk: its files, its lock and its key. One call at a time. */
export class StoredLog {
  readonly #options: AuditOptions
  readonly #clock: Clock
  readonly #who: string
  readonly #lock: WriterLock
  readonly #writer: LogWriter
  #key: SignerKey | undefined
  /** Entries that the newest checkpoint of this process vouches for. */
  #vouchedFor = 0

  /** @param who writes, as JSON */
  constructor(options: AuditOptions, clock: Clock, who: string) {
    const { directory, mode = 'strict' } = options
    const { segmentBytes = AUDIT_NUMBERS.segmentBytes.default } = options
    this.#options = options
    this.#clock = clock
    this.#who = who
    this.#lock = new WriterLock(directory, clock)
    this.#writer = new LogWriter(directory, segmentBytes, { syncs: mode === 'strict' })
  }

  /** @throws {AuditLogError} or what the file system says, for a log that cannot be used */
  async open(): Promise<void> {
    await this.#alone(async () => {})
  }

  line(part: OwnPart): string {
    const time = new Date(this.#clock.wallMs()).toISOString()
    const { kind, ...rest } = part
    return `{"kind":"${kind}","time":"${time}","who":${this.#who},${JSON.stringify(rest).slice(1)}`
  }

  /** @throws what the file system says; nothing was added then */
  async append(lines: readonly string[], { sync }: { readonly sync: boolean }): Promise<void> {
    await this.#alone(() => this.#writer.append(lines, { sync }))
  }

  /** Signs for all entries, and removes those that are too old. */
  async checkpoint(): Promise<void> {
    await this.#alone(async (key) => {
      // First the log says it, signed: entries that are gone without a word were taken by somebody else.
      const old = await this.#oldEntries()
      await this.#vouch(key)
      if (old) await keepOnlyHashes(this.#options.directory, old)
    })
  }

  async close(): Promise<void> {
    await this.#writer.close()
    this.#lock.release()
  }

  async #alone<T>(work: (key: SignerKey) => Promise<T>): Promise<T> {
    if (!this.#key) makeDirectory(this.#options.directory, 0o700)
    return this.#lock.run(async (isFresh) => {
      const { key, cut } = await this.#upToDate(isFresh)
      if (cut > 0)
        await this.#writer.append([this.line({ kind: 'cut', bytes: cut })], { sync: true })
      return work(key)
    })
  }

  /** Knows all that is written; what went wrong half-way is begun anew. */
  async #upToDate(isFresh: boolean): Promise<{ readonly key: SignerKey; readonly cut: number }> {
    const known = this.#key
    this.#key = undefined
    const key = known ?? this.#loadKey()
    const cut = !known ? await this.#begin(key) : isFresh ? await this.#writer.readOn() : 0
    this.#key = key
    return { key, cut }
  }

  #loadKey(): SignerKey {
    const { directory, key: file = join(directory, FILES.key) } = this.#options
    if (!existsSync(file) && existsSync(join(directory, FILES.checkpoint))) {
      throw new AuditLogError(`the audit log in ${directory} has lost its key ${file}`)
    }
    return loadOrMakeKey(file)
  }

  /** Reads from where the newest checkpoint ends; all of it where that does not work out. */
  async #begin(key: SignerKey): Promise<number> {
    const { directory } = this.#options
    await this.#tellKey(key)
    const checkpoint = this.#newestCheckpoint(key)
    this.#vouchedFor = checkpoint?.size ?? 0
    const state = rememberedState(directory)
    if (state) {
      const quick = await this.#beginAt(state, checkpoint).catch(() => undefined)
      if (quick !== undefined) return quick
    }
    const cut = await this.#beginAt(undefined, checkpoint)
    if (cut !== undefined) return cut
    throw new AuditLogError(
      `the audit log in ${directory} is damaged: its first ${checkpoint?.size} entries are not those of its newest checkpoint`,
    )
  }

  /** `undefined` where the entries are not those that the checkpoint vouches for. */
  async #beginAt(
    state: LogState | undefined,
    checkpoint: Checkpoint | undefined,
  ): Promise<number | undefined> {
    let fits = checkpoint === undefined || checkpoint.size === 0
    const cut = await this.#writer.begin(state, (range) => {
      if (range.size === checkpoint?.size) fits = range.root().equals(checkpoint.root)
    })
    return fits ? cut : undefined
  }

  #newestCheckpoint(key: SignerKey): Checkpoint | undefined {
    const file = join(this.#options.directory, FILES.checkpoint)
    if (!existsSync(file)) return undefined
    const checkpoint = openCheckpoint(readFileSync(file, 'utf8'), key.verifier)
    if (checkpoint) return checkpoint
    throw new AuditLogError(`${file} is damaged, or not signed by the key of the log`)
  }

  async #tellKey({ verifier }: SignerKey): Promise<void> {
    const file = join(this.#options.directory, FILES.verifierKey)
    if (!existsSync(file)) await replaceFile(file, `${formatVerifierKey(verifier)}\n`)
  }

  async #oldEntries(): Promise<OldEntries | undefined> {
    const { directory, retentionDays: days } = this.#options
    if (days === undefined) return undefined
    const old = await oldEntries(directory, { days, nowMs: this.#clock.wallMs() })
    if (!old) return undefined
    const line = this.line({ kind: 'retention', days, kept_from: old.end })
    await this.#writer.append([line], { sync: true })
    return old
  }

  async #vouch(key: SignerKey): Promise<void> {
    const { range, state } = this.#writer
    if (range.size === this.#vouchedFor) return
    const { directory } = this.#options
    await this.#writer.sync()
    const { name: origin } = key.verifier
    const note = signCheckpoint({ origin, size: range.size, root: range.root() }, key)
    await replaceFile(join(directory, FILES.checkpoint), note)
    await replaceFile(join(directory, FILES.tail), formatState(state))
    await syncFolder(directory)
    this.#vouchedFor = range.size
  }
}
