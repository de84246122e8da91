import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../core/clock.js'
import { makeDirectory } from '../../core/make-directory.js'
import { AppendedLines } from './appended-lines.js'
import type { Sighting, Sightings } from './sightings.js'

/** Each file has what was seen in so long. The newest two are read, so nothing may be counted for longer than this. */
export const FILE_MS = 600_000

const LINE = /^(\d{1,15}) ([\da-f.:]{2,45}) (\d{1,5}) ([\da-f]+)$/

/**
 * What all processes of one person have seen, in files of a folder. A process that adds a line and reads up to it knows what came
 * before it, as everybody else does: there is no lock that a killed process could keep.
 */
export class SharedSightings implements Sightings {
  readonly #folder: string
  /** CLOCK_MONOTONIC, which every process of the machine reads alike (clock_gettime(2)), ahead of the clock's time. */
  readonly #aheadMs: number
  readonly #files = new Map<number, AppendedLines>()
  /** Tells this process's lines from those of others; it is no secret, and node:crypto would slow down every start. */
  readonly #self = Math.floor(Math.random() * 2 ** 52)
    .toString(16)
    .padStart(13, '0')
  #added = 0

  /**
   * @param folder one that only this person can write to, and that a boot empties
   * @throws {MakeDirectoryError}
   */
  constructor(folder: string, clock: Clock) {
    makeDirectory(folder, 0o700)
    this.#folder = folder
    this.#aheadMs = Number(process.hrtime.bigint()) / 1e6 - clock.monotonicMs()
  }

  /** @throws what the file system says */
  news(nowMs: number): readonly Sighting[] {
    return this.#lines(nowMs).flatMap((line) => this.#sightingOf(line) ?? [])
  }

  /** @throws what the file system says */
  add(sighting: Sighting): readonly Sighting[] {
    const { address, port, atMs } = sighting
    const own = `${this.#self}${(this.#added++).toString(16)}`
    const line = `${Math.round(atMs + this.#aheadMs)} ${address} ${port} ${own}`
    this.#fileOf(this.#numberAt(atMs)).append(line)
    let isThere = false
    const all = this.#lines(atMs).flatMap((one) => {
      isThere ||= one === line
      return one === line ? sighting : (this.#sightingOf(one) ?? [])
    })
    // Of a full disk, or of somebody who has removed the file.
    if (!isThere) throw new Error(`${this.#folder} takes no entry`)
    return all
  }

  close(): void {
    for (const file of this.#files.values()) file.close()
    this.#files.clear()
  }

  #lines(nowMs: number): readonly string[] {
    const newest = this.#numberAt(nowMs)
    return [newest - 1, newest].flatMap((number) => this.#fileOf(number).read())
  }

  #sightingOf(line: string): Sighting | undefined {
    const [, time, address = '', port] = LINE.exec(line) ?? []
    if (time === undefined) return undefined
    return { address, port: Number(port), atMs: Number(time) - this.#aheadMs }
  }

  #numberAt(nowMs: number): number {
    return Math.floor((nowMs + this.#aheadMs) / FILE_MS)
  }

  #fileOf(number: number): AppendedLines {
    const known = this.#files.get(number)
    if (known) return known
    const opened = new AppendedLines(join(this.#folder, String(number)))
    this.#files.set(number, opened)
    this.#removeBefore(number - 1)
    return opened
  }

  /** Nobody counts any more what is in those files. */
  #removeBefore(number: number): void {
    for (const [old, file] of this.#files) {
      if (old >= number) continue
      file.close()
      this.#files.delete(old)
    }
    for (const name of readdirSync(this.#folder)) {
      if (Number(name) < number) rmSync(join(this.#folder, name), { force: true })
    }
  }
}
