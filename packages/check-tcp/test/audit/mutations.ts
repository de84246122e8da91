import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { openAuditLog } from '../../src/audit/audit-log.js'
import { formatState } from '../../src/audit/files/log-state.js'
import { linesOf } from '../../src/audit/files/retention.js'
import { CompactRange } from '../../src/audit/merkle/compact-range.js'
import { leafHash } from '../../src/audit/merkle/tree-hash.js'
import { signCheckpoint } from '../../src/audit/notes/checkpoint.js'
import { loadOrMakeKey, readVerifierKey } from '../../src/audit/notes/log-key.js'
import type { SignerKey } from '../../src/audit/notes/signed-note.js'
import { verifyLog } from '../../src/audit/verify-log.js'
import { systemClock } from '../../src/core/clock.js'
import { temporaryFolder } from '../cli/temporary-folder.js'
import { seededRandom } from '../support/seeded-random.js'
import { recorded, sampleCheck } from './sample-check.js'

const DAY_MS = 86_400_000

/** Where the log that is tampered with lies, and what the tamperer has besides. */
interface Spoils {
  readonly directory: string
  /** The log as it was some time ago. */
  readonly old: Files
  readonly key: SignerKey
  readonly random: () => number
}

/** Names and contents of a folder. */
type Files = ReadonlyMap<string, Buffer>

type Mutation = (spoils: Spoils) => void

/** Everything that somebody may do who can write to the folder and has stolen the key. */
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'edit a byte': ({ directory, random }) => {
    const file = join(directory, pick(random, [...records(directory), 'checkpoint']))
    const bytes = readFileSync(file)
    const at = Math.floor(random() * bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 + Math.floor(random() * 255))
    writeFileSync(file, bytes)
  },
  'edit an entry': (spoils) =>
    editLines(spoils, (lines, index) => {
      lines[index] = (lines[index] ?? '').replace(/"pid":\d+/, '"pid":1')
    }),
  'delete an entry': (spoils) => editLines(spoils, (lines, index) => lines.splice(index, 1)),
  'delete a file': ({ directory, random }) => {
    rmSync(join(directory, pick(random, [...records(directory), 'checkpoint'])))
  },
  'swap two entries': (spoils) =>
    editLines(spoils, (lines, index) => {
      const other = (index + 1) % lines.length
      ;[lines[index], lines[other]] = [lines[other] ?? '', lines[index] ?? '']
    }),
  'swap two files': ({ directory, random }) => {
    const files = records(directory).filter((name) => name.startsWith('entries-'))
    const first = pick(random, files)
    const second = pick(
      random,
      files.filter((file) => file !== first),
    )
    const [a, b] = [readFileSync(join(directory, first)), readFileSync(join(directory, second))]
    writeFileSync(join(directory, first), b)
    writeFileSync(join(directory, second), a)
  },
  'repeat an entry': (spoils) =>
    editLines(spoils, (lines, index) => {
      lines.splice(index, 0, lines[(index + 1) % lines.length] ?? '')
    }),
  'truncate a file': ({ directory, random }) => {
    const file = join(directory, pick(random, records(directory)))
    truncateSync(file, Math.floor(random() * readFileSync(file).length))
  },
  'truncate the log, and sign what is left': (spoils) => {
    const { directory, random } = spoils
    const files = records(directory)
    const keep = Math.floor(random() * files.length)
    for (const file of files.slice(keep + 1)) rmSync(join(directory, file))
    const last = join(directory, files[keep] ?? '')
    const bytes = readFileSync(last)
    const cut = last.endsWith('.ndjson')
      ? bytes.lastIndexOf(10, Math.floor(random() * (bytes.length - 1))) + 1
      : 32 * Math.floor((random() * bytes.length) / 32)
    truncateSync(last, cut)
    resign(spoils)
  },
  'restamp all entries, and sign them': (spoils) => {
    const shiftMs = 1_000 + Math.floor(spoils.random() * DAY_MS)
    editAll(spoils, (line) =>
      line.replace(/"time":"([^"]+)"/, (_, time) => {
        return `"time":"${new Date(Date.parse(time) + shiftMs).toISOString()}"`
      }),
    )
    resign(spoils)
  },
  'forge an entry, and sign it': (spoils) => {
    MUTATIONS['edit an entry']?.(spoils)
    resign(spoils)
  },
  'remove an entry, and sign what is left': (spoils) => {
    MUTATIONS['delete an entry']?.(spoils)
    resign(spoils)
  },
  'sign all with a key of their own': (spoils) => {
    const { directory } = spoils
    MUTATIONS['edit an entry']?.(spoils)
    rmSync(join(directory, 'key'))
    const key = loadOrMakeKey(join(directory, 'key'))
    resign({ ...spoils, key })
  },
  'remove entries as if by the retention': ({ directory, random }) => {
    const files = records(directory).filter((name) => name.startsWith('entries-'))
    const gone = files.slice(0, 1 + Math.floor(random() * (files.length - 2)))
    for (const file of gone) {
      const hashes = linesOf(readFileSync(join(directory, file))).map(leafHash)
      const name = file.replace('entries', 'hashes').replace('ndjson', 'sha256')
      writeFileSync(join(directory, name), Buffer.concat(hashes))
      rmSync(join(directory, file))
    }
  },
  'remove entries, and write that it was the retention': (spoils) => {
    MUTATIONS['remove entries as if by the retention']?.(spoils)
    const last = records(spoils.directory).at(-1) ?? ''
    const line = `{"kind":"retention","time":"2026-03-01T00:00:00Z","who":{},"days":30,"kept_from":1000}\n`
    appendFileSync(join(spoils.directory, last), line)
  },
  'roll back to an old copy': ({ directory, old }) => {
    restore(directory, old)
  },
  'roll back to an old copy, and go on from there': (spoils) => {
    MUTATIONS['roll back to an old copy']?.(spoils)
    const last = records(spoils.directory).at(-1) ?? ''
    const file = join(spoils.directory, last)
    const [line = ''] = readFileSync(file, 'utf8').split('\n')
    const more = 1 + Math.floor(spoils.random() * 200)
    for (let index = 0; index < more; index++) {
      appendFileSync(file, `${line.replace(/"pid":\d+/, `"pid":${index}`)}\n`)
    }
    resign(spoils)
  },
}

/**
 * Tampers with a log again and again, each time from the same beginning, and expects every change to be found with the
 * last checkpoint and the key that were kept elsewhere.
 */
export async function expectFound({
  mutations,
  seed,
}: {
  readonly mutations: number
  readonly seed: number
}): Promise<void> {
  await using folder = await temporaryFolder()
  const random = seededRandom(seed)
  const directory = join(folder.path, 'log')
  const old = await writeLog(directory)
  const original = filesOf(directory)
  const since = readFileSync(join(directory, 'checkpoint'), 'utf8')
  const key = readVerifierKey(join(directory, 'verifier-key'))
  const stolen = loadOrMakeKey(join(directory, 'key'))
  expect(await verifyLog({ directory, since, key })).toMatchObject({ findings: [] })
  expect(records(directory).some((name) => name.startsWith('hashes-'))).toBe(true)

  const names = Object.keys(MUTATIONS)
  for (let index = 0; index < mutations; index++) {
    restore(directory, original)
    const name = names[index % names.length] ?? ''
    MUTATIONS[name]?.({ directory, old, key: stolen, random })
    const { findings } = await verifyLog({ directory, since, key })
    expect(findings, `${name}, mutation ${index} of seed ${seed}`).not.toEqual([])
  }
}

/** Writes a log of several files whose oldest entries the retention has removed; returns it as it was before its end. */
async function writeLog(directory: string): Promise<Files> {
  let old: Files = new Map()
  const start = Date.UTC(2026, 0, 1)
  for (const [run, day] of [0, 0, 40, 41, 42, 42].entries()) {
    if (run === 5) old = filesOf(directory)
    const atMs = start + day * DAY_MS
    const log = await openAuditLog(
      { directory, segmentBytes: 4_096, retentionDays: 30 },
      { clock: { ...systemClock, wallMs: () => atMs } },
    )
    for (let port = 1; port <= 15; port++) {
      await recorded(log, sampleCheck(run * 100 + port, { atMs: atMs + port }))
    }
    await log.close()
  }
  return old
}

function filesOf(directory: string): Files {
  return new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))]))
}

/** Writes what is different alone: to write everything anew would take most of the time. */
function restore(directory: string, files: Files): void {
  const there = filesOf(directory)
  for (const name of there.keys()) if (!files.has(name)) rmSync(join(directory, name))
  for (const [name, bytes] of files) {
    if (!there.get(name)?.equals(bytes)) writeFileSync(join(directory, name), bytes)
  }
}

/** The files that the entries are in, or what is left of them. */
function records(directory: string): string[] {
  const number = (name: string) => Number(/\d+/.exec(name)?.[0])
  return readdirSync(directory)
    .filter((name) => /^(entries|hashes)-/.test(name))
    .sort((a, b) => number(a) - number(b))
}

function editLines(
  { directory, random }: Spoils,
  edit: (lines: string[], index: number) => unknown,
): void {
  const files = records(directory)
    .filter((name) => name.startsWith('entries-'))
    .map((name) => ({
      path: join(directory, name),
      lines: readFileSync(join(directory, name), 'utf8').trimEnd().split('\n'),
    }))
  const { path, lines } = pick(
    random,
    files.filter(({ lines }) => lines.length > 1),
  )
  edit(lines, Math.floor(random() * lines.length))
  writeFileSync(path, `${lines.join('\n')}\n`)
}

function editAll({ directory }: Spoils, edit: (line: string) => string): void {
  for (const name of records(directory).filter((name) => name.startsWith('entries-'))) {
    const file = join(directory, name)
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').map(edit)
    writeFileSync(file, `${lines.join('\n')}\n`)
  }
}

/** Makes everything fit again: file names, tree, checkpoint and what the log remembers of its end. */
function resign({ directory, key }: Spoils): void {
  const range = new CompactRange()
  let state = { range, segment: 0, offset: 0 }
  for (const name of records(directory)) {
    const path = join(directory, name)
    const bytes = readFileSync(path)
    const isEntries = name.startsWith('entries-')
    const first = range.size
    const leaves = isEntries
      ? linesOf(bytes).map(leafHash)
      : Array.from({ length: bytes.length / 32 }, (_, at) => bytes.subarray(at * 32, at * 32 + 32))
    for (const leaf of leaves) range.append(leaf)
    const renamed = name.replace(/\d+/, String(first).padStart(16, '0'))
    if (renamed !== name) {
      rmSync(path)
      writeFileSync(join(directory, renamed), bytes)
    }
    if (isEntries) state = { range, segment: first, offset: bytes.length }
  }
  const { name: origin } = key.verifier
  const note = signCheckpoint({ origin, size: range.size, root: range.root() }, key)
  writeFileSync(join(directory, 'checkpoint'), note)
  writeFileSync(join(directory, 'tail.json'), formatState(state))
}

function pick<T>(random: () => number, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T
}
