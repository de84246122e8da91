import { constants, readFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { AuditLogError } from '../audit-log-error.js'
import { CompactRange } from '../merkle/compact-range.js'
import { HASH_BYTES, leafHash } from '../merkle/tree-hash.js'
import { createFile, syncFolder, writeAll } from './durable-files.js'
import { readLines } from './entry-lines.js'
import { partPath, readLayout } from './layout.js'
import type { LogState } from './log-state.js'

/** Told of every entry that is read: how large the tree is with it. */
export type OnEntry = (range: CompactRange) => void

/** The file that is being written. */
interface Segment {
  readonly first: number
  readonly file: FileHandle
}

/**
 * Writes the files of a log and keeps its tree. Whoever calls it holds the writer's lock, and has it read what others
 * wrote since the last time.
 */
export class LogWriter {
  readonly #directory: string
  readonly #segmentBytes: number
  readonly #flags: number
  readonly #syncsItself: boolean
  #range = new CompactRange()
  #segment: Segment | undefined
  /** Where the next entry goes. */
  #offset = 0
  /** Something stands there that is no entry. */
  #hasRemains = false

  /** @param syncs every write is to be on disk when it is done */
  constructor(directory: string, segmentBytes: number, { syncs }: { readonly syncs: boolean }) {
    this.#directory = directory
    this.#segmentBytes = segmentBytes
    // One call and one wake-up of a thread instead of two, as often as results are handed out.
    this.#flags = constants.O_RDWR | (syncs ? (constants.O_DSYNC ?? 0) : 0)
    this.#syncsItself = syncs && constants.O_DSYNC !== undefined
  }

  get range(): CompactRange {
    return this.#range
  }

  get state(): LogState {
    return { range: this.#range, segment: this.#segment?.first ?? 0, offset: this.#offset }
  }

  /**
   * Begins at a known state, or with the first entry.
   *
   * @returns bytes that were cut off, as `readOn` does
   */
  async begin(state: LogState | undefined, onEntry: OnEntry = () => {}): Promise<number> {
    await this.close()
    this.#range = new CompactRange(state?.range.size, state?.range.roots)
    this.#offset = state?.offset ?? 0
    if (state) await this.#openSegment(state.segment)
    onEntry(this.#range)
    return this.readOn(onEntry)
  }

  /**
   * Reads what has been written since. What a writer that died left unfinished at the very end is cut off.
   *
   * @returns how many bytes that were
   * @throws {AuditLogError} for damage anywhere else
   */
  async readOn(onEntry: OnEntry = () => {}): Promise<number> {
    for (;;) {
      const rest = this.#segment ? await this.#readSegment(this.#segment, onEntry) : 0
      const next = readLayout(this.#directory).find(({ kind, first }) =>
        kind === 'entries' ? first > (this.#segment?.first ?? -1) : first >= this.#range.size,
      )
      if (!next) return rest
      if (rest > 0) throw this.#damaged('the file before the last ends in the middle of an entry')
      if (next.first !== this.#range.size) throw this.#damaged(`${next.path} does not go on there`)
      if (next.kind === 'hashes') this.#readHashes(next.path, onEntry)
      else await this.#startAt(next.first)
    }
  }

  /**
   * Adds entries, on disk when it resolves if they are to be synced.
   *
   * @throws what the file system says; nothing was added then
   */
  async append(lines: readonly string[], { sync }: { readonly sync: boolean }): Promise<void> {
    if (this.#hasRemains) await this.#segment?.file.truncate(this.#offset)
    const { file } = await this.#segmentWithRoom()
    const bytes = Buffer.from(`${lines.join('\n')}\n`)
    try {
      this.#hasRemains = true
      const written = writeAll(file, bytes, this.#offset)
      const leaves = lines.map(leafHash)
      await written
      if (sync && !this.#syncsItself) await file.datasync()
      for (const leaf of leaves) this.#range.append(leaf)
      this.#offset += bytes.length
      this.#hasRemains = false
    } catch (error) {
      await file.truncate(this.#offset).catch(() => {})
      throw error
    }
  }

  async sync(): Promise<void> {
    await this.#segment?.file.datasync()
  }

  async close(): Promise<void> {
    await this.#segment?.file.close()
    this.#segment = undefined
  }

  async #segmentWithRoom(): Promise<Segment> {
    if (this.#segment && this.#offset < this.#segmentBytes) return this.#segment
    await this.sync()
    const first = this.#range.size
    const file = await createFile(partPath(this.#directory, 'entries', first), this.#flags)
    await this.close()
    this.#offset = 0
    this.#segment = { first, file }
    return this.#segment
  }

  async #startAt(first: number): Promise<void> {
    await this.close()
    this.#offset = 0
    await this.#openSegment(first)
  }

  async #openSegment(first: number): Promise<void> {
    const path = partPath(this.#directory, 'entries', first)
    this.#segment = { first, file: await open(path, this.#flags) }
  }

  async #readSegment({ file }: Segment, onEntry: OnEntry): Promise<number> {
    const reading = readLines(file, this.#offset)
    for (;;) {
      const { value, done } = await reading.next()
      if (done) return this.#cutOff(file, value)
      for (const line of value.lines) {
        if (!isWhole(line)) throw this.#damaged('what stands there is no entry')
        this.#range.append(leafHash(line))
        onEntry(this.#range)
      }
      this.#offset = value.endAt
    }
  }

  async #cutOff(file: FileHandle, bytes: number): Promise<number> {
    const isLast = readLayout(this.#directory).at(-1)?.first === this.#segment?.first
    if (bytes > 0 && isLast) {
      await file.truncate(this.#offset)
      await file.sync()
      await syncFolder(this.#directory)
      return bytes
    }
    return bytes
  }

  #readHashes(path: string, onEntry: OnEntry): void {
    const hashes = readFileSync(path)
    for (let at = 0; at < hashes.length; at += HASH_BYTES) {
      this.#range.append(hashes.subarray(at, at + HASH_BYTES))
      onEntry(this.#range)
    }
  }

  #damaged(what: string): AuditLogError {
    return new AuditLogError(
      `the audit log in ${this.#directory} is damaged after ${this.#range.size} entries: ${what}`,
    )
  }
}

/** Does it look like one JSON object? A crash may leave zeros. */
function isWhole(line: Buffer): boolean {
  return line.at(0) === 0x7b && line.at(-1) === 0x7d
}
