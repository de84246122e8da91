import { constants, fstatSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { isSystemError } from '../../core/failure/system-error-text.js'
import { AuditLogError } from '../audit-log-error.js'
import type { CompactRange } from '../merkle/compact-range.js'
import type { Checkpoint, Tail } from '../notes/checkpoint.js'
import { sealBatch } from '../notes/seal.js'
import { SealTrail } from '../notes/seal-trail.js'
import type { SignerKey } from '../notes/signed-note.js'
import { readLines } from './entry-lines.js'
import { partName, readLayout } from './layout.js'
import type { LogFolder } from './log-folder.js'
import { WHAT_TO_DO } from './what-to-do.js'
import { writeAll } from './write-all.js'

/** The system has every write on disk when it is done; Windows knows no such flag. */
const SYNCS_ITSELF = constants.O_DSYNC ?? 0

/** The file that is being written. */
interface Segment {
  readonly first: number
  readonly file: FileHandle
}

/** What was read since the last time. */
interface ReadOn {
  /** Bytes at the end that no seal vouches for; they go with the next entry that is added. */
  readonly cut: number
  /** The entries among them that tell how long entries are kept. */
  readonly aboutKeeping: readonly Buffer[]
}

/**
 * Writes the segments of a log and keeps its tree. The caller holds the writer's lock, and has it read what others
 * wrote since the last time. Only what a seal vouches for is taken for written.
 */
export class LogWriter {
  readonly #folder: LogFolder
  readonly #key: SignerKey
  readonly #segmentBytes: number
  readonly #flags: number
  readonly #syncs: boolean
  #range: CompactRange
  #segment: Segment | undefined
  #first: number
  /** Where the next entry goes. */
  #offset: number
  /** Bytes that stand there and are no entries; `undefined` where nobody knows. */
  #remains: number | undefined = 0

  /**
   * @param checkpoint where it begins
   * @param syncs every write is to be on disk when it is done
   */
  constructor(
    folder: LogFolder,
    key: SignerKey,
    checkpoint: Checkpoint,
    { segmentBytes, syncs }: { readonly segmentBytes: number; readonly syncs: boolean },
  ) {
    this.#folder = folder
    this.#key = key
    this.#range = checkpoint.range.copy()
    this.#first = checkpoint.tail.first
    this.#offset = checkpoint.tail.offset
    this.#segmentBytes = segmentBytes
    // One call and one wake-up of a thread instead of two, as often as results are handed out.
    this.#flags = constants.O_RDWR | (syncs ? SYNCS_ITSELF : 0)
    this.#syncs = syncs
  }

  /** The tree of all entries. */
  get range(): CompactRange {
    return this.#range
  }

  get tail(): Tail {
    return { first: this.#first, offset: this.#offset }
  }

  /**
   * Reads what has been written since.
   *
   * @throws {AuditLogError} for what the log's key has not sealed, unless a writer may have left it that died
   */
  async readOn(): Promise<ReadOn> {
    const trail = new SealTrail(this.#range, this.#key.verifier)
    const aboutKeeping: { readonly index: number; readonly line: Buffer }[] = []
    const onLine = (line: Buffer) => {
      if (isAboutKeeping(line)) aboutKeeping.push({ index: trail.range.size, line })
      return trail.add(line)
    }
    if (!this.#segment && this.#range.size > 0) await this.#openSegment(this.#first)
    for (;;) {
      const unsealed = this.#segment ? await this.#readSegment(this.#segment, onLine) : 0
      if (trail.broken !== undefined) throw this.#foreign(trail.broken)
      const next = readLayout(this.#folder).find(
        ({ first }) => first > (this.#segment?.first ?? -1),
      )
      if (!next) {
        this.#remains = unsealed
        break
      }
      if (unsealed > 0) {
        throw this.#damaged(
          `${partName('entries', this.#first)} ends without a seal, and ${next.name} follows`,
        )
      }
      if (next.kind === 'hashes' || next.first !== trail.range.size) {
        throw this.#damaged(`${next.name} does not continue after entry ${trail.range.size - 1}`)
      }
      await this.close()
      this.#offset = 0
      await this.#openSegment(next.first)
    }
    this.#range = trail.vouched
    const isVouched = ({ index }: { readonly index: number }) => index < this.#range.size
    return {
      cut: this.#remains,
      aboutKeeping: aboutKeeping.filter(isVouched).map(({ line }) => line),
    }
  }

  /**
   * Adds entries and their seal in one write.
   *
   * @throws what the file system says; nothing was added then
   */
  async append(lines: readonly string[]): Promise<void> {
    const { file, first } = await this.#segmentWithRoom()
    const remains = await this.#checkedRemains(file, first)
    const range = this.#range.copy()
    const bytes = Buffer.from(`${sealBatch(lines, range, this.#key).join('\n')}\n`)
    const end = this.#offset + bytes.length
    try {
      this.#remains = undefined
      await writeAll(file, bytes, this.#offset)
      if (remains > bytes.length) await file.truncate(end)
      if (this.#syncs && (remains > 0 || SYNCS_ITSELF === 0)) await file.datasync()
    } catch (error) {
      await file.truncate(this.#offset).then(
        () => {
          this.#remains = 0
        },
        () => {},
      )
      throw error
    }
    this.#range = range
    this.#offset = end
    this.#remains = 0
  }

  async sync(): Promise<void> {
    await this.#segment?.file.datasync()
  }

  async close(): Promise<void> {
    const segment = this.#segment
    this.#segment = undefined
    await segment?.file.close()
  }

  /** Is the file as this writer left it? Others write only while they have the lock. */
  async #checkedRemains(file: FileHandle, first: number): Promise<number> {
    if (this.#remains === undefined) {
      await file.truncate(this.#offset)
      this.#remains = 0
    }
    const { size, nlink } = fstatSync(file.fd)
    if (size === this.#offset + this.#remains && nlink === 1) return this.#remains
    const path = join(this.#folder.path, partName('entries', first))
    throw new AuditLogError(
      nlink === 1
        ? `${path} has ${size} bytes, and its writer left it with ${this.#offset + this.#remains}: somebody else wrote to it`
        : `${path} was removed or got a second name while it was being written`,
    )
  }

  async #segmentWithRoom(): Promise<Segment> {
    const hasRoom = this.#offset < this.#segmentBytes || this.#remains !== 0
    if (this.#segment && hasRoom) return this.#segment
    await this.sync()
    const first = this.#range.size
    const file = await this.#folder.create(partName('entries', first), this.#flags)
    await this.close()
    this.#offset = 0
    this.#first = first
    this.#segment = { first, file }
    return this.#segment
  }

  async #openSegment(first: number): Promise<void> {
    const name = partName('entries', first)
    const file = await this.#folder.open(name, this.#flags).catch((error) => {
      if (!isSystemError(error) || error.code !== 'ENOENT') throw error
      throw this.#damaged(`${name} is missing, and its signed checkpoint ends in that file`)
    })
    this.#first = first
    this.#segment = { first, file }
    const { size } = fstatSync(file.fd)
    if (size >= this.#offset) return
    throw this.#damaged(
      `${name} has ${size} bytes, and its signed checkpoint vouches for ${this.#offset}`,
    )
  }

  /** @returns bytes after the last seal */
  async #readSegment({ file }: Segment, onLine: (line: Buffer) => boolean): Promise<number> {
    const reading = readLines(file, this.#offset)
    let unsealed = 0
    for (;;) {
      const { value, done } = await reading.next()
      if (done) return unsealed + value
      for (const line of value.lines) {
        unsealed += line.length + 1
        if (!onLine(line)) continue
        this.#offset += unsealed
        unsealed = 0
      }
    }
  }

  #foreign(index: number): AuditLogError {
    const segments = readLayout(this.#folder).filter(({ first }) => first <= index)
    return new AuditLogError(
      `the audit log in ${this.#folder.path} is refused: entry ${index} (${segments.at(-1)?.name}) has a seal that its key did not make, so somebody else wrote it or changed what is before it. ${WHAT_TO_DO}`,
    )
  }

  #damaged(what: string): AuditLogError {
    return new AuditLogError(
      `the audit log in ${this.#folder.path} is damaged: ${what}. ${WHAT_TO_DO}`,
    )
  }
}

function isAboutKeeping(line: Buffer): boolean {
  const begin = line.subarray(0, 24).toString('latin1')
  return begin.startsWith('{"kind":"keep"') || begin.startsWith('{"kind":"retention"')
}
