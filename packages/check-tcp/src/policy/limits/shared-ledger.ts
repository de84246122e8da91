import { readdirSync, readlinkSync, rmdirSync, symlinkSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../core/clock.js'
import { unlessErrno } from '../../core/failure/system-error-text.js'
import { makeDirectory } from '../../core/make-directory.js'
import { beginOfTurn, LATENESS_MS, type Taken, type TurnLedger } from './turn-ledger.js'

/** Turns closer together than this are taken several at once, since each costs some system calls. */
const MIN_SPAN_MS = 5

/** Entries of a limit that stay when newer ones are there. */
const KEPT_ENTRIES = 4

const LONGEST_NAME = 200

/** A number has one spelling: any other names no entry, and would be looked for in vain. */
const ENTRY_NAME = /^[1-9]\d{0,14}$/

/** The last entry of a limit: its number, and when the next turn is due. */
interface LastTurn {
  readonly number: number
  readonly freeAtMs: number
}

const NO_ENTRY: LastTurn = { number: 0, freeAtMs: Number.NEGATIVE_INFINITY }

/** Each try that fails means that another process was faster; so often in a row means that the folder is broken. */
const MAX_TRIES = 10_000

/** Turns that this process has taken and not used yet. */
interface Pocket {
  nextMs: number
  readonly endMs: number
}

/**
 * A ledger in a folder, for all processes of one machine.
 *
 * Each limit is a folder of symbolic links, `1`, `2`, `3` and so on, whose text is when the next turn is due. A process
 * takes a turn by making the link after the last one, which symlink(2) lets only one of them do, text and all. There is
 * no lock that a killed process could keep; what it had taken for itself is one turn at most.
 */
export class SharedLedger implements TurnLedger {
  readonly #root: string
  readonly #clock: Clock
  /** CLOCK_MONOTONIC, which every process of the machine reads alike (clock_gettime(2)), ahead of the clock's time. */
  readonly #aheadMs: number
  readonly #pockets = new Map<string, Pocket>()
  readonly #minSwept: number
  #sweepAt: number

  /**
   * @param root a folder that only this person can write to, and that a boot empties
   * @param sweepAt limits that have gone unused are cleared away when so many are known
   */
  constructor(root: string, clock: Clock, sweepAt = 256) {
    this.#root = root
    this.#minSwept = sweepAt
    this.#sweepAt = sweepAt
    this.#clock = clock
    this.#aheadMs = Number(process.hrtime.bigint()) / 1e6 - clock.monotonicMs()
  }

  /** @throws what the file system says, when it is full for instance */
  take(key: string, intervalMs: number): Taken {
    const nowMs = this.#clock.monotonicMs() + this.#aheadMs
    if (this.#pockets.size >= this.#sweepAt) this.#sweep(nowMs)
    const taken =
      this.#fromPocket(key, intervalMs, nowMs) ?? this.#fromFolder(key, intervalMs, nowMs)
    return { taken: taken.taken, freeAtMs: taken.freeAtMs - this.#aheadMs }
  }

  #fromPocket(key: string, intervalMs: number, nowMs: number): Taken | undefined {
    const pocket = this.#pockets.get(key)
    if (!pocket || pocket.nextMs >= pocket.endMs || pocket.endMs < nowMs - LATENESS_MS) return
    if (pocket.nextMs > nowMs) return { taken: false, freeAtMs: pocket.nextMs }
    pocket.nextMs += intervalMs
    return { taken: true, freeAtMs: pocket.nextMs }
  }

  #fromFolder(key: string, intervalMs: number, nowMs: number): Taken {
    const folder = this.#folderOf(key)
    const turns = Math.ceil(MIN_SPAN_MS / intervalMs)
    for (let tries = 1; ; tries++) {
      if (tries > MAX_TRIES) throw new Error(`${folder} takes no entry`)
      const last = lastEntry(folder)
      if (last.freeAtMs > nowMs) return { taken: false, freeAtMs: last.freeAtMs }
      const beginMs = beginOfTurn(last.freeAtMs, nowMs)
      const endMs = beginMs + turns * intervalMs
      if (!addEntry(folder, last, endMs)) continue
      const pocket = { nextMs: beginMs + intervalMs, endMs: endMs - intervalMs / 2 }
      this.#pockets.set(key, pocket)
      return { taken: true, freeAtMs: pocket.nextMs }
    }
  }

  /** NAME_MAX is 255 bytes; names longer than any that people give would share a limit, which is on the safe side. */
  #folderOf(key: string): string {
    return join(this.#root, encodeURIComponent(key).slice(-LONGEST_NAME))
  }

  #sweep(nowMs: number): void {
    for (const [key, { endMs }] of this.#pockets) {
      if (endMs >= nowMs - LATENESS_MS) continue
      this.#pockets.delete(key)
      clearUnused(this.#folderOf(key), nowMs - LATENESS_MS)
    }
    this.#sweepAt = Math.max(this.#minSwept, 2 * this.#pockets.size)
  }
}

function lastEntry(folder: string): LastTurn {
  for (;;) {
    const number = Math.max(0, ...numbersIn(folder))
    if (number === 0) return NO_ENTRY
    const path = join(folder, String(number))
    const text = unlessErrno('ENOENT', () => readlinkSync(path))
    // Cleared away meanwhile, since newer ones are there.
    if (text === undefined) continue
    const freeAtMs = Number(text)
    // A process that goes by that would never wait.
    if (Number.isNaN(freeAtMs)) throw new Error(`${path} says no time`)
    return { number, freeAtMs }
  }
}

/** False where somebody else was faster. */
function addEntry(folder: string, last: LastTurn, freeAtMs: number): boolean {
  const number = last.number + 1
  const path = join(folder, String(number))
  const link = () => {
    symlinkSync(String(freeAtMs), path)
    return true
  }
  const made = unlessErrno('ENOENT', () => unlessErrno('EEXIST', link) ?? false)
  if (made === undefined) makeDirectory(folder, 0o700)
  if (!made) return false
  const numbers = numbersIn(folder)
  // A process that slept since it read the last entry may find the others far ahead.
  const isNext = last.number === 0 ? Math.max(...numbers) === number : numbers.includes(last.number)
  if (!isNext) {
    unlessErrno('ENOENT', () => unlinkSync(path))
    return false
  }
  // The oldest first: a process that finds its own last entry knows then that no newer one has gone.
  const old = numbers.filter((one) => one <= number - KEPT_ENTRIES).sort((a, b) => a - b)
  for (const one of old) unlessErrno('ENOENT', () => unlinkSync(join(folder, String(one))))
  return true
}

function clearUnused(folder: string, beforeMs: number): void {
  const last = lastEntry(folder)
  if (last.freeAtMs >= beforeMs) return
  const numbers = numbersIn(folder).sort((a, b) => a - b)
  for (const one of numbers) unlessErrno('ENOENT', () => unlinkSync(join(folder, String(one))))
  unlessErrno('ENOTEMPTY', () => unlessErrno('ENOENT', () => rmdirSync(folder)))
}

function numbersIn(folder: string): number[] {
  return (unlessErrno('ENOENT', () => readdirSync(folder)) ?? [])
    .filter((name) => ENTRY_NAME.test(name))
    .map(Number)
}
