import type { Entry } from './entries/entry.js'
import { partName } from './files/layout.js'
import { forgottenBy } from './keeping.js'
import type { Checkpoint, Forgotten, Keep } from './notes/checkpoint.js'
import type { StoredEntry } from './read-log.js'

const DAY_MS = 86_400_000

interface Told {
  readonly index: number
  readonly forgotten: Forgotten
}

/** Holds what is missing of a log against what its signed checkpoints, its entries and the policy say of it. */
export class RetentionCheck {
  readonly #own: Checkpoint | undefined
  readonly #since: Checkpoint | undefined
  readonly #wanted: Keep | undefined
  /** The first entry of each file of hashes, and the one after its last. */
  readonly #gone = new Map<number, number>()
  #told: Told | undefined
  #keptSince: string | undefined

  constructor({
    own,
    since,
    keep,
  }: {
    readonly own: Checkpoint | undefined
    readonly since: Checkpoint | undefined
    readonly keep: Keep | undefined
  }) {
    this.#own = own
    this.#since = since
    this.#wanted = keep
  }

  /** Entries of which only the hashes are left. */
  get removed(): number {
    return Math.max(0, ...this.#gone.values())
  }

  addHash({ index, segment }: StoredEntry): void {
    this.#gone.set(segment, index + 1)
  }

  add(entry: Entry, index: number): void {
    if (index === this.#own?.forgotten?.first) this.#keptSince = entry.time
    // What nothing vouches for, anybody may have written.
    if (entry.kind !== 'retention' || index >= (this.#own?.size ?? 0)) return
    this.#told = { index, forgotten: forgottenBy(entry) }
  }

  /** @param newest the log's own checkpoint after everything was read */
  findings(newest: Checkpoint | undefined): readonly string[] {
    return [
      ...this.#missing(newest),
      ...this.#disagreement(),
      ...this.#tooYoung(),
      ...this.#tooShort(),
    ]
  }

  *#missing(newest: Checkpoint | undefined): Generator<string> {
    const allowed = Math.max(
      ...[this.#own, this.#since, newest].map((checkpoint) => checkpoint?.forgotten?.first ?? 0),
    )
    for (const [first, end] of this.#gone) {
      if (end <= allowed) continue
      yield `entries ${first} to ${end - 1} are gone (${partName('hashes', first)} remains), and no signed checkpoint says that the log removed them`
    }
  }

  *#disagreement(): Generator<string> {
    const signed = this.#own?.forgotten
    const told = this.#told
    if (!this.#own || isSame(signed, told?.forgotten)) return
    const says = signed ? `says that ${inWords(signed)}` : 'mentions no removal'
    const other = told
      ? `entry ${told.index} says that ${inWords(told.forgotten)}`
      : 'no entry says so'
    yield `the log's own checkpoint ${says}, and ${other}`
  }

  *#tooYoung(): Generator<string> {
    const forgotten = this.#own?.forgotten
    if (!forgotten || this.#keptSince === undefined) return
    const ageMs = Date.parse(forgotten.time) - Date.parse(this.#keptSince)
    if (ageMs >= forgotten.days * DAY_MS) return
    yield `${inWords(forgotten)}, but entry ${forgotten.first} is of ${this.#keptSince}: they were not that old`
  }

  *#tooShort(): Generator<string> {
    const wanted = this.#wanted
    if (!this.#own || wanted === undefined) return
    const { keep, forgotten } = this.#own
    if (isShorter(keep, wanted)) {
      yield `the log keeps entries for ${timeOf(keep)}, but the policy requires ${timeOf(wanted)}`
    }
    // Whoever keeps a checkpoint elsewhere knows what it says.
    if (!forgotten || isSame(forgotten, this.#since?.forgotten)) return
    if (isShorter(forgotten.days, wanted)) {
      yield `${inWords(forgotten)}, but the policy requires them to be kept for ${timeOf(wanted)}`
    }
  }
}

function isSame(one: Forgotten | undefined, other: Forgotten | undefined): boolean {
  if (!one || !other) return one === other
  return (
    one.first === other.first &&
    one.days === other.days &&
    one.time === other.time &&
    one.who === other.who
  )
}

function isShorter(keep: Keep, wanted: Keep): boolean {
  return keep !== 'forever' && (wanted === 'forever' || keep < wanted)
}

function inWords({ first, days, time, who }: Forgotten): string {
  return `the entries before ${first} were removed at ${time} for being older than ${timeOf(days)}, by ${who}`
}

function timeOf(keep: Keep): string {
  return keep === 'forever' ? 'ever' : `${keep} ${keep === 1 ? 'day' : 'days'}`
}
