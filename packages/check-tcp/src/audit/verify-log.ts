import { AuditLogError } from './audit-log-error.js'
import { type Gap, readGaps } from './files/gaps-file.js'
import { FILES, partName } from './files/layout.js'
import type { LogFolder } from './files/log-folder.js'
import { CompactRange } from './merkle/compact-range.js'
import { type Checkpoint, type Forgotten, type Keep, openCheckpoint } from './notes/checkpoint.js'
import { SealTrail } from './notes/seal-trail.js'
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from './notes/signed-note.js'
import {
  entryOf,
  hasLog,
  openToRead,
  type Reading,
  readFolder,
  type StoredEntry,
} from './read-log.js'
import { RetentionCheck } from './verify-retention.js'

export interface VerifyOptions {
  readonly directory: string
  /** A key from outside; the log's own where there is none, which a person who changed the log may have changed too. */
  readonly key?: VerifierKey | undefined
  /** A checkpoint from outside: the text of its file. */
  readonly since?: string | undefined
  /** How long entries are to be kept; nothing is said of it where nobody knows. */
  readonly keep?: Keep | undefined
}

/** What became of a log. */
export interface Verification {
  /** What cannot be unless somebody tampered with the log; empty where all is well. */
  readonly findings: readonly string[]
  /** Those that a seal or the newest checkpoint vouches for. */
  readonly entries: number
  /** How many of them have been removed by the retention, from the first on. */
  readonly removed: number
  /** The newest removal, as the newest checkpoint has it. */
  readonly forgotten: Forgotten | undefined
  /** How many the log's newest checkpoint vouches for; seals vouch for the others. */
  readonly vouchedFor: number
  readonly root: string
  readonly keyName: string | undefined
  readonly isOwnKey: boolean
  /** Entries that the checkpoint from outside vouches for. */
  readonly since: number | undefined
  /** Lines at the end that no seal vouches for: a writer is at work or died, or somebody else wrote them. */
  readonly unsealed: Unsealed | undefined
  readonly unfinishedBytes: number
  /** Checks that are not in the log, and not told there yet. */
  readonly gap: Gap | undefined
}

interface Unsealed {
  readonly lines: number
  /** The number that the first of them would have. */
  readonly from: number
  readonly file: string
}

/**
 * Reads all of a log, and holds it against its seals, its own checkpoint and one from outside.
 *
 * @throws {AuditLogError} where there is no log, or it may not be read
 */
export async function verifyLog(options: VerifyOptions): Promise<Verification> {
  const folder = openToRead(options.directory)
  try {
    if (folder.has(FILES.oldTail)) {
      throw new AuditLogError(
        `the audit log in ${folder.path} is of an older version (it has ${FILES.oldTail}), whose entries have no seals`,
      )
    }
    if (options.since === undefined && !hasLog(folder)) {
      throw new AuditLogError(`there is no audit log in ${folder.path}`)
    }
    return await new Verifier(folder, options).verify()
  } finally {
    folder.close()
  }
}

class Verifier {
  readonly #folder: LogFolder
  readonly #findings: string[] = []
  readonly #isOwnKey: boolean
  readonly #key: VerifierKey | undefined
  readonly #own: Checkpoint | undefined
  readonly #since: Checkpoint | undefined
  readonly #trail: SealTrail | undefined
  readonly #range: CompactRange
  readonly #retention: RetentionCheck
  readonly #segments: number[] = []
  #tailBytes = 0
  #unfinishedBytes = 0

  constructor(folder: LogFolder, { key, since, keep }: VerifyOptions) {
    this.#folder = folder
    this.#isOwnKey = key === undefined
    this.#key = this.#checkedKey(key)
    // Others may write meanwhile: what is written last is read first.
    this.#own = this.#ownCheckpoint()
    this.#since = since === undefined ? undefined : this.#checkpointFromOutside(since)
    this.#trail = this.#key && new SealTrail(new CompactRange(), this.#key)
    this.#range = this.#trail?.range ?? new CompactRange()
    this.#retention = new RetentionCheck({ own: this.#own, since: this.#since, keep })
  }

  async verify(): Promise<Verification> {
    const gap = this.#gap()
    this.#compare()
    for await (const batch of readFolder(this.#folder)) for (const one of batch) this.#look(one)
    this.#checkSizes()
    this.#checkTail()
    const unsealed = this.#checkSeals()
    this.#findings.push(...this.#retention.findings(this.#newestCheckpoint()))
    return {
      findings: this.#findings,
      entries: unsealed?.from ?? this.#range.size,
      removed: this.#retention.removed,
      forgotten: this.#own?.forgotten,
      vouchedFor: this.#own?.size ?? 0,
      root: (unsealed ? this.#trail?.vouched : this.#range)?.root().toString('base64') ?? '',
      keyName: this.#key?.name,
      isOwnKey: this.#isOwnKey,
      since: this.#since?.size,
      unsealed,
      unfinishedBytes: this.#unfinishedBytes,
      gap,
    }
  }

  #look(one: Reading): void {
    if ('problem' in one) this.#findings.push(one.problem)
    else if ('unfinishedBytes' in one) this.#unfinishedBytes = one.unfinishedBytes
    else this.#lookAt(one)
  }

  #lookAt(one: StoredEntry): void {
    const { index, line, leaf, segment } = one
    if (this.#segments.at(-1) !== segment) this.#segments.push(segment)
    if (!line) {
      if (this.#trail) this.#trail.addHash(leaf)
      else this.#range.append(leaf)
      this.#retention.addHash(one)
    } else {
      if (this.#trail) this.#trail.add(line, leaf)
      else this.#range.append(leaf)
      const entry = entryOf(line)
      if (entry) this.#retention.add(entry, index)
      else if (index < (this.#own?.size ?? 0)) {
        this.#findings.push(`entry ${index} (${partName('entries', segment)}) is not readable`)
      }
      if (segment === this.#own?.tail.first && index < this.#own.size) {
        this.#tailBytes += line.length + 1
      }
    }
    this.#compare()
  }

  #compare(): void {
    for (const { name, checkpoint } of this.#checkpoints()) {
      if (checkpoint?.size !== this.#range.size || checkpoint.root.equals(this.#range.root()))
        continue
      this.#findings.push(
        `the first ${checkpoint.size} entries are not those that ${name} vouches for`,
      )
    }
  }

  #checkSizes(): void {
    for (const { name, checkpoint } of this.#checkpoints()) {
      if (!checkpoint || checkpoint.size <= this.#range.size) continue
      this.#findings.push(
        `${name} vouches for ${checkpoint.size} entries, and there are ${this.#range.size}`,
      )
    }
    const [own, since] = [this.#own?.size, this.#since?.size]
    if (since !== undefined && since > (own ?? -1)) {
      this.#findings.push(
        `the log is older than the checkpoint from outside: its own checkpoint has ${own ?? 'no'} entries, that one ${since}`,
      )
    }
  }

  /** A writer goes on from there. */
  #checkTail(): void {
    if (!this.#own || this.#own.size > this.#range.size) return
    const { first, offset } = this.#own.tail
    if (this.#tailBytes === offset) return
    this.#findings.push(
      `the log's own checkpoint ends after ${offset} bytes of ${partName('entries', first)}, and its entries there have ${this.#tailBytes}`,
    )
  }

  #checkSeals(): Unsealed | undefined {
    const trail = this.#trail
    if (!trail) return undefined
    const { broken, vouched } = trail
    if (broken !== undefined) {
      const what =
        vouched.size === broken
          ? `entry ${broken} was`
          : `one of the entries ${vouched.size} to ${broken} was`
      this.#findings.push(
        `the seal of entry ${broken} (${this.#fileOf(broken)}) does not fit: ${what} changed, added or removed, by somebody without the log's key`,
      )
      return undefined
    }
    const from = Math.max(vouched.size, this.#own?.size ?? 0)
    const lines = this.#range.size - from
    return lines > 0 ? { lines, from, file: this.#fileOf(from) } : undefined
  }

  #fileOf(index: number): string {
    return partName('entries', this.#segments.findLast((first) => first <= index) ?? 0)
  }

  #checkpoints() {
    return [
      { name: "the log's own checkpoint", checkpoint: this.#own },
      { name: 'the checkpoint from outside', checkpoint: this.#since },
    ]
  }

  #checkedKey(given: VerifierKey | undefined): VerifierKey | undefined {
    const own = ownKey(this.#folder)
    if (!own) this.#findings.push(`${FILES.verifierKey} of the log is missing or damaged`)
    else if (given && formatVerifierKey(own) !== formatVerifierKey(given)) {
      this.#findings.push(
        `${FILES.verifierKey} of the log is not the key from outside: somebody replaced it, or that is the key of another log (${own.name})`,
      )
    }
    return given ?? own
  }

  #ownCheckpoint(): Checkpoint | undefined {
    const note = this.#folder.read(FILES.checkpoint)?.toString('utf8')
    if (note === undefined) {
      this.#findings.push(
        `${FILES.checkpoint} is missing: a log has one from its beginning, so it was removed`,
      )
      return undefined
    }
    const checkpoint = this.#key && openCheckpoint(note, this.#key)
    if (!checkpoint && this.#key) {
      this.#findings.push(`the log's own checkpoint is damaged, or not signed by ${this.#key.name}`)
    }
    return checkpoint
  }

  #checkpointFromOutside(note: string): Checkpoint | undefined {
    if (!this.#key) return undefined
    const checkpoint = openCheckpoint(note, this.#key)
    if (!checkpoint) {
      this.#findings.push(`the checkpoint from outside is not signed by ${this.#key.name}`)
    }
    return checkpoint
  }

  /** A writer may have removed entries since the log's own checkpoint was read, and says so in the one that is there now. */
  #newestCheckpoint(): Checkpoint | undefined {
    const note = this.#folder.read(FILES.checkpoint)?.toString('utf8')
    return note === undefined || !this.#key ? undefined : openCheckpoint(note, this.#key)
  }

  #gap(): Gap | undefined {
    if (!this.#key) return undefined
    const read = readGaps(this.#folder, this.#key)
    // It is written over in place, perhaps in this very moment.
    const gap = read === 'damaged' ? readGaps(this.#folder, this.#key) : read
    if (gap !== 'damaged') return gap
    this.#findings.push(
      `${FILES.gaps} is missing or damaged: how many checks the log does not have is not known`,
    )
    return undefined
  }
}

/** The key that the log itself tells. */
function ownKey(folder: LogFolder): VerifierKey | undefined {
  return parseVerifierKey(folder.read(FILES.verifierKey)?.toString('utf8') ?? '')
}
