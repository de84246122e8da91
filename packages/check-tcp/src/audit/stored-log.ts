import type { Clock } from '../core/clock.js'
import { AuditLogError } from './audit-log-error.js'
import { AUDIT_NUMBERS, type AuditOptions } from './audit-options.js'
import type { CheckEntry, Entry } from './entries/entry.js'
import { beginLog, keyOfLog, openLogFolder } from './files/begin-log.js'
import { addGaps, createGaps, type Gap, readGaps, writeGaps } from './files/gaps-file.js'
import { FILES, readLayout } from './files/layout.js'
import { WriterLock } from './files/lock/writer-lock.js'
import type { LogFolder } from './files/log-folder.js'
import { LogWriter } from './files/log-writer.js'
import { endOfOld, keepOnlyHashes, type OldSegment, readOldSegments } from './files/retention.js'
import { WHAT_TO_DO } from './files/what-to-do.js'
import { Keeping } from './keeping.js'
import { keepOf, signCheckpoint } from './notes/checkpoint.js'
import type { SignerKey } from './notes/signed-note.js'

type OwnEntry = Exclude<Entry, CheckEntry>
type Draft<E> = E extends OwnEntry ? Omit<E, 'time' | 'who'> : never

/** What an entry of the log about itself says beside who wrote it and when. */
type OwnPart = Draft<OwnEntry>

interface Opened {
  readonly folder: LogFolder
  readonly lock: WriterLock
}

/** A log that has been read up to its end. */
interface Ready {
  readonly folder: LogFolder
  readonly key: SignerKey
  readonly writer: LogWriter
  readonly keeping: Keeping
}

/** A log on disk: its files, its lock and its key. One call at a time. */
export class StoredLog {
  readonly #options: AuditOptions
  readonly #clock: Clock
  readonly #who: string
  #opened: Opened | undefined
  /** Absent until the log has been read; what went wrong half-way is begun again. */
  #ready: Ready | undefined
  #wasReady = false
  /** Bytes that were found without a seal, and that no entry tells of yet. */
  #cut = 0
  /** Entries that the newest checkpoint of this process vouches for. */
  #vouchedFor = 0

  /** @param who writes, as JSON */
  constructor(options: AuditOptions, clock: Clock, who: string) {
    this.#options = options
    this.#clock = clock
    this.#who = who
  }

  /** @throws {AuditLogError} or what the file system says, for a log that cannot be used */
  async open(): Promise<void> {
    await this.#alone(async () => {})
  }

  line(part: OwnPart, time = this.#now()): string {
    const { kind, ...rest } = part
    return `{"kind":"${kind}","time":"${time}","who":${this.#who},${JSON.stringify(rest).slice(1)}`
  }

  /** @throws what the file system says; nothing was added then */
  async append(lines: readonly string[]): Promise<void> {
    await this.#alone(({ writer }) => writer.append(lines))
  }

  /**
   * Signs for all entries, and removes those that are too old.
   *
   * @returns why they could not be removed, where somebody has tampered with them
   */
  async checkpoint(): Promise<string | undefined> {
    return this.#alone(async (log) => {
      // First the log says it, signed: entries that are gone without a word were taken by somebody else.
      const old = await this.#oldSegments(log).catch((error) => {
        if (error instanceof AuditLogError) return error
        throw error
      })
      await this.#vouch(log)
      if (old instanceof AuditLogError) return old.message
      await keepOnlyHashes(log.folder, old)
      return undefined
    })
  }

  /** Notes what the log does not have where the log cannot be written: the process that opens it next makes an entry of it. */
  async noteGap(gap: Gap): Promise<void> {
    const { folder, lock } = await this.#open()
    await lock.run(async () => {
      await this.#drop()
      const key = await keyOfLog(folder, this.#options)
      if (!key) throw new AuditLogError(`there is no key of the audit log in ${folder.path}`)
      const noted = readGaps(folder, key.verifier)
      await writeGaps(folder, addGaps(noted === 'damaged' ? undefined : noted, gap), key)
    })
  }

  async close(): Promise<void> {
    await this.#drop()
    this.#opened?.lock.release()
    this.#opened?.folder.close()
    this.#opened = undefined
  }

  async #alone<T>(work: (log: Ready) => Promise<T>): Promise<T> {
    const { folder, lock } = await this.#open()
    return lock.run(async (isFresh) => {
      try {
        return await work(await this.#upToDate(folder, isFresh))
      } catch (error) {
        await this.#drop()
        throw error
      }
    })
  }

  /** The folder and its lock; opened again where its path leads to another by now. */
  async #open(): Promise<Opened> {
    if (this.#opened?.folder.isStillThere() === false) await this.close()
    if (!this.#opened) {
      const folder = openLogFolder(this.#options, { mayCreate: !this.#wasReady })
      this.#opened = { folder, lock: new WriterLock(folder, this.#clock) }
    }
    return this.#opened
  }

  async #drop(): Promise<void> {
    const ready = this.#ready
    this.#ready = undefined
    await ready?.writer.close()
  }

  /** Knows all that is written, and has told what is to be told of it. */
  async #upToDate(folder: LogFolder, isFresh: boolean): Promise<Ready> {
    const known = this.#ready
    if (known && !isFresh) return known
    const log = known ?? (await this.#begin(folder))
    this.#ready = log
    const { cut, aboutKeeping } = await log.writer.readOn()
    log.keeping.learn(aboutKeeping)
    checkHashes(log)
    this.#cut = Math.max(this.#cut, cut)
    await this.#tell(log, !known)
    return log
  }

  /** Reads from where the newest checkpoint ends. */
  async #begin(folder: LogFolder): Promise<Ready> {
    const { mode = 'strict', segmentBytes = AUDIT_NUMBERS.segmentBytes.default } = this.#options
    const { key, checkpoint } = await beginLog(folder, this.#options, {
      mayCreate: !this.#wasReady,
    })
    this.#wasReady = true
    this.#vouchedFor = checkpoint.size
    const how = { segmentBytes, syncs: mode === 'strict' }
    const writer = new LogWriter(folder, key, checkpoint, how)
    return { folder, key, writer, keeping: new Keeping(checkpoint) }
  }

  /** What the log records about itself when it is opened: what was cut off, what it does not have, how long it keeps entries. */
  async #tell({ folder, key, writer, keeping }: Ready, isFirst: boolean): Promise<void> {
    const gap = readGaps(folder, key.verifier)
    const parts: OwnPart[] = []
    if (this.#cut > 0) parts.push({ kind: 'cut', bytes: this.#cut })
    if (isFirst) parts.push(...this.#changeOfKeep(keeping))
    if (gap) parts.push({ kind: 'gap', ...(gap === 'damaged' ? this.#unknownGap() : gap) })
    if (parts.length === 0) return
    const lines = parts.map((part) => this.line(part))
    await writer.append(lines)
    keeping.learn(lines)
    this.#cut = 0
    // The gap is to be on disk in one of the two.
    await writer.sync()
    if (gap === 'damaged') await createGaps(folder, key)
    else if (gap) await writeGaps(folder, undefined, key)
  }

  #changeOfKeep({ keep: from }: Keeping): readonly OwnPart[] {
    const to = keepOf(this.#options.retentionDays)
    return from === to ? [] : [{ kind: 'keep', from, to }]
  }

  #unknownGap(): Gap {
    const problem = `the file ${FILES.gaps} was removed or changed: how many checks it told of is not known`
    return { lost: 0, refused: 0, since: this.#now(), problem }
  }

  async #oldSegments({ folder, key, writer, keeping }: Ready): Promise<readonly OldSegment[]> {
    const { retentionDays: days } = this.#options
    const { keptFrom } = keeping
    const removedByOthers = () => readOldSegments(folder, keptFrom, key.verifier)
    if (days === undefined) return removedByOthers()
    const age = { days, nowMs: this.#clock.wallMs() }
    const end = await endOfOld(folder, age)
    if (end <= keptFrom) return removedByOthers()
    const old = await readOldSegments(folder, end, key.verifier, age)
    const parts = [
      ...this.#changeOfKeep(keeping),
      { kind: 'retention', days, kept_from: end } as const,
    ]
    const lines = parts.map((part) => this.line(part))
    await writer.append(lines)
    keeping.learn(lines)
    return old
  }

  async #vouch({ folder, key, writer, keeping }: Ready): Promise<void> {
    const { range, tail } = writer
    if (range.size === this.#vouchedFor) return
    const { keep, forgotten } = keeping
    await writer.sync()
    await folder.replace(FILES.checkpoint, signCheckpoint({ range, tail, keep, forgotten }, key))
    await folder.sync()
    this.#vouchedFor = range.size
  }

  #now(): string {
    return new Date(this.#clock.wallMs()).toISOString()
  }
}

/** Hashes stand in for entries only where the log said that it removed them. */
function checkHashes({ folder, keeping }: Ready): void {
  const wrong = readLayout(folder).find(
    ({ kind, first }) => kind === 'hashes' && first >= keeping.keptFrom,
  )
  if (!wrong) return
  throw new AuditLogError(
    `the audit log in ${folder.path} is damaged: ${wrong.name} replaces entries that the log did not remove. ${WHAT_TO_DO}`,
  )
}
