import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { AuditLogError } from '../../src/audit/audit-log-error.js'
import { LogFolder } from '../../src/audit/files/log-folder.js'
import { makeKey, readKey, readVerifierKey } from '../../src/audit/notes/log-key.js'
import type { SignerKey } from '../../src/audit/notes/signed-note.js'
import { openAuditLog } from '../../src/audit/open-audit-log.js'
import { verifyLog } from '../../src/audit/verify-log.js'
import { systemClock } from '../../src/core/clock.js'
import { type TemporaryFolder, temporaryFolder } from '../cli/support/temporary-folder.js'
import { seededRandom } from '../support/seeded-random.js'
import { FORGERIES } from './forgeries.js'
import { type Files, filesOf, linesOf, records, restore, segments } from './log-files.js'
import { recorded, sampleCheck } from './sample-check.js'
import { TAMPERINGS } from './tampering.js'
import type { IndependentVerifier } from './verifier/independent-verifier.js'

const DAY_MS = 86_400_000
const START_MS = Date.UTC(2026, 0, 1)
const KEEP_DAYS = 30
const LAST_DAY = 42

/** How many changes, and the seed that they come from. */
interface Mutations {
  readonly mutations: number
  readonly seed: number
  /** Has to agree on each of them. @default nobody is asked */
  readonly second?: IndependentVerifier | undefined
}

/**
 * Tampers with a log again and again, each time from the same beginning. With the last checkpoint and the key that were
 * kept elsewhere every change must be found, or refused by the next writer, or undone by it: then all entries are there.
 */
export async function expectFound({ mutations, seed, second }: Mutations): Promise<void> {
  await using folder = await temporaryFolder()
  const random = seededRandom(seed)
  const log = await writeLog(folder)
  const { directory, original, since, key, lines } = log
  const ownKey = await someKey(folder)
  expect(await verifyLog({ directory, since, key })).toMatchObject({ findings: [] })
  expect(records(directory).some((name) => name.startsWith('hashes-'))).toBe(true)

  const names = Object.keys(TAMPERINGS)
  const outcomes = { found: 0, refused: 0, undone: 0 }
  for (let index = 0; index < mutations; index++) {
    restore(directory, original)
    const name = names[index % names.length] ?? ''
    const what = `${name}, mutation ${index} of seed ${seed}`
    const after = TAMPERINGS[name]?.({ directory, old: log.old, ownKey, random })
    const day = LAST_DAY + Math.floor(random() * 40)
    const isRefused = await writeOn(directory, day)
    if (typeof after === 'function') after()
    const isFound = await isTampered(log, second, what)
    outcomes[isRefused ? 'refused' : isFound ? 'found' : 'undone']++
    if (!isRefused && !isFound) expectAllThere(directory, lines, day, what)
    // A refusal leaves everything as it is.
    else if (isRefused && name.startsWith('edit')) expect(isFound, what).toBe(true)
  }
  console.log(`audit: ${JSON.stringify(outcomes)}`)
}

/** As `expectFound`, by somebody who has stolen the key: a checkpoint from outside still tells. */
export async function expectForgeriesFound({ mutations, seed, second }: Mutations): Promise<void> {
  await using folder = await temporaryFolder()
  const random = seededRandom(seed)
  const log = await writeLog(folder)
  const { directory, original, old, stolen } = log
  const ownKey = await someKey(folder)
  const names = Object.keys(FORGERIES)
  for (let index = 0; index < mutations; index++) {
    restore(directory, original)
    const name = names[index % names.length] ?? ''
    FORGERIES[name]?.({ directory, old, ownKey, key: stolen, random })
    const what = `${name}, mutation ${index} of seed ${seed}`
    expect(await isTampered(log, second, what), what).toBe(true)
  }
}

/** Does it show, with what was kept elsewhere? Both verifiers have to say the same. */
async function isTampered(
  { directory, since, key, keyText }: WrittenLog,
  second: IndependentVerifier | undefined,
  what: string,
): Promise<boolean> {
  const { findings } = await verifyLog({ directory, since, key })
  const isFound = findings.length > 0
  if (second) {
    const others = await second.findings({ directory, since, key: keyText })
    const said = `${what}: ${JSON.stringify({ findings, others })}`
    expect(others.length > 0, said).toBe(isFound)
  }
  return isFound
}

interface WrittenLog {
  readonly directory: string
  /** Without its newest run. */
  readonly old: Files
  readonly original: Files
  readonly since: string
  readonly key: ReturnType<typeof readVerifierKey>
  readonly keyText: string
  readonly stolen: SignerKey
  /** Every entry that it ever had. */
  readonly lines: ReadonlyMap<number, string>
}

/** Writes a log of several files whose oldest entries the retention has removed. */
async function writeLog(folder: TemporaryFolder): Promise<WrittenLog> {
  const directory = join(folder.path, 'log')
  const lines = new Map<number, string>()
  let old: Files = new Map()
  for (const [run, day] of [0, 0, 40, 41, LAST_DAY, LAST_DAY].entries()) {
    if (run === 5) old = filesOf(directory)
    const atMs = START_MS + day * DAY_MS
    const log = await openAuditLog(options(directory), clockOf(atMs))
    for (let port = 1; port <= 15; port++) {
      await recorded(log, sampleCheck(run * 100 + port, { atMs: atMs + port }))
    }
    for (const [index, line] of entriesOf(directory)) lines.set(index, line)
    await log.close()
  }
  for (const [index, line] of entriesOf(directory)) lines.set(index, line)
  const own = LogFolder.open(directory, 'write')
  const stolen = readKey(own, 'key')
  own.close()
  if (!stolen) throw new Error('the log has no key')
  return {
    ...{ directory, old, lines, stolen, original: filesOf(directory) },
    since: readFileSync(join(directory, 'checkpoint'), 'utf8'),
    key: readVerifierKey(join(directory, 'verifier-key')),
    keyText: readFileSync(join(directory, 'verifier-key'), 'utf8').trim(),
  }
}

/** An honest writer opens the log, writes and signs. @returns whether it refused to */
async function writeOn(directory: string, day: number): Promise<boolean> {
  const atMs = START_MS + day * DAY_MS
  try {
    const log = await openAuditLog(options(directory), clockOf(atMs))
    const problem = await recorded(log, sampleCheck(9, { atMs }))
    await log.close()
    return problem !== undefined
  } catch (error) {
    if (error instanceof AuditLogError) return true
    throw error
  }
}

/** All that the checkpoint from outside vouches for, but what was over its time. */
function expectAllThere(
  directory: string,
  lines: ReadonlyMap<number, string>,
  day: number,
  what: string,
): void {
  const there = entriesOf(directory)
  for (const [index, line] of lines) {
    const found = there.get(index)
    if (found !== undefined) expect(found, `entry ${index}: ${what}`).toBe(line)
    else expect(ageOf(line, day), `entry ${index}: ${what}`).toBeGreaterThanOrEqual(KEEP_DAYS)
  }
  for (const [index, line] of there) {
    if (!lines.has(index)) expect(line, `entry ${index}: ${what}`).not.toContain('mallory')
  }
}

function ageOf(line: string, day: number): number {
  return (START_MS + day * DAY_MS - Date.parse(JSON.parse(line).time)) / DAY_MS
}

function entriesOf(directory: string): ReadonlyMap<number, string> {
  const entries = new Map<number, string>()
  for (const name of segments(directory)) {
    const first = Number(/\d+/.exec(name)?.[0])
    const lines = linesOf(readFileSync(join(directory, name)))
    for (const [index, line] of lines.entries()) entries.set(first + index, line)
  }
  return entries
}

function options(directory: string) {
  return { directory, segmentBytes: 4_096, retentionDays: KEEP_DAYS }
}

function clockOf(atMs: number) {
  return { clock: { ...systemClock, wallMs: () => atMs }, warn: () => {} }
}

async function someKey({ path }: TemporaryFolder): Promise<SignerKey> {
  const folder = LogFolder.open(path, 'key')
  const key = await makeKey(folder, 'another-key')
  folder.close()
  return key
}
