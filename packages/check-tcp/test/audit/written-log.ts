import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { AuditOptions } from '../../src/audit/audit-options.js'
import type { Entry } from '../../src/audit/entries/entry.js'
import { openAuditLog } from '../../src/audit/open-audit-log.js'
import { readLog } from '../../src/audit/read-log.js'
import { systemClock } from '../../src/core/clock.js'
import { type TemporaryFolder, temporaryFolder } from '../cli/support/temporary-folder.js'
import { recorded, sampleCheck } from './sample-check.js'

const DAY_MS = 86_400_000
const START_MS = Date.UTC(2026, 0, 1)

/** Small, so that a few entries make several files. */
const SEGMENT_BYTES = 4_096

/** A log in a folder of its own, written by one process after the other, on whatever day it is said to be. */
export class WrittenLog implements AsyncDisposable {
  readonly directory: string
  readonly #folder: TemporaryFolder
  /** What was said on standard error. */
  readonly warnings: string[] = []

  static async make(): Promise<WrittenLog> {
    return new WrittenLog(await temporaryFolder())
  }

  private constructor(folder: TemporaryFolder) {
    this.#folder = folder
    this.directory = join(folder.path, 'log')
  }

  /** Opens the log, records checks and closes it. @returns what was wrong, where something was */
  async write(
    checks: number,
    day = 0,
    options: Partial<AuditOptions> = {},
  ): Promise<readonly string[]> {
    const atMs = START_MS + day * DAY_MS
    const log = await openAuditLog(
      { directory: this.directory, segmentBytes: SEGMENT_BYTES, ...options },
      { clock: { ...systemClock, wallMs: () => atMs }, warn: (text) => this.warnings.push(text) },
    )
    const problems: string[] = []
    for (let port = 1; port <= checks; port++) {
      const problem = await recorded(log, sampleCheck(port, { atMs: atMs + port }))
      if (problem !== undefined) problems.push(problem)
    }
    await log.close()
    return problems
  }

  async entries(): Promise<readonly Entry[]> {
    const all: Entry[] = []
    for await (const batch of readLog(this.directory)) {
      for (const one of batch) if ('line' in one && one.line) all.push(JSON.parse(String(one.line)))
    }
    return all
  }

  async ofKind<K extends Entry['kind']>(
    kind: K,
  ): Promise<readonly Extract<Entry, { readonly kind: K }>[]> {
    const all = await this.entries()
    return all.filter((entry): entry is Extract<Entry, { readonly kind: K }> => entry.kind === kind)
  }

  file(name: string): string {
    return join(this.directory, name)
  }

  text(name: string): string {
    return readFileSync(this.file(name), 'utf8')
  }

  names(begin = ''): readonly string[] {
    return readdirSync(this.directory)
      .filter((name) => name.startsWith(begin))
      .sort()
  }

  /** Keeps a copy of some files, or all; the function that it returns puts them back, beside what is there by then. */
  keep(...names: readonly string[]): () => void {
    const copy = join(this.#folder.path, `copy-${Math.random()}`)
    for (const name of names.length > 0 ? names : this.names()) {
      cpSync(this.file(name), join(copy, name))
    }
    return () => cpSync(copy, this.directory, { recursive: true })
  }

  /** As `keep`, and what came since goes. */
  keepAll(): () => void {
    const putBack = this.keep()
    return () => {
      rmSync(this.directory, { recursive: true })
      putBack()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]()
  }
}
