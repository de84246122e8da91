import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { readVerifierKey } from '../../src/audit/notes/log-key.js'
import { verifyLog } from '../../src/audit/verify-log.js'
import { temporaryFolder } from '../cli/support/temporary-folder.js'
import { seededRandom } from '../support/seeded-random.js'
import { HandMadeLog } from './hand-made-log.js'
import { type RandomLog, randomLog } from './random-log.js'
import type { IndependentVerifier } from './verifier/independent-verifier.js'

type Change = (made: RandomLog, random: Chance) => void

/** Whole numbers from 0 to before `end`. */
type Chance = (end: number) => number

/** What may be tampering or not, by where it strikes. */
const CHANGES: Readonly<Record<string, Change>> = {
  nothing: () => {},
  'another byte': ({ log }, random) => {
    const { path, bytes } = anyFile(log, random)
    if (bytes.length === 0) return
    const at = random(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 + random(255))
    writeFileSync(path, bytes)
  },
  'a file cut off': ({ log }, random) => {
    const { path, bytes } = anyFile(log, random)
    truncateSync(path, random(bytes.length + 1))
  },
  'a file removed': ({ log }, random) => rmSync(anyFile(log, random).path),
  'a line removed': (made, random) => editLines(made, random, (lines, at) => lines.splice(at, 1)),
  'a line repeated': (made, random) =>
    editLines(made, random, (lines, at) => lines.push(lines[at] ?? '')),
  'a line moved': (made, random) =>
    editLines(made, random, (lines, at) =>
      lines.splice(random(lines.length), 0, ...lines.splice(at, 1)),
    ),
  'a seal removed': (made, random) =>
    editLines(made, random, (lines, at) => {
      lines[at] = (lines[at] ?? '').replace(/,"seal":"[^"]*"}$/, '}')
    }),
  'a line without a seal': (made, random) => editLines(made, random, (lines) => lines.push(LINE)),
  'a line with a seal by another key': (made, random) => {
    const other = new HandMadeLog(`${made.log.directory}-of-others`)
    other.lines.push(...made.log.lines)
    editLines(made, random, (lines) => lines.push(other.seal(LINE)))
  },
  'a line with a seal by the stolen key': (made, random) =>
    editLines(made, random, (lines) => lines.push(made.log.seal(LINE))),
  'half a line': ({ log, segments }, random) => {
    appendFileSync(join(log.directory, pick(segments, random)), LINE.slice(0, 1 + random(20)))
  },
  'a checkpoint by the stolen key': ({ log }, random) =>
    log.write('checkpoint', log.checkpoint(random(log.lines.length + 1))),
  'a checkpoint by another key': ({ log }) =>
    log.write('checkpoint', new HandMadeLog(`${log.directory}-of-others`).checkpoint(0)),
}

const LINE = '{"kind":"check","time":"2026-06-01T00:00:00.000Z","who":{}}'

/** How many logs were found to be tampered with, and how many not. */
interface Agreed {
  found: number
  notFound: number
}

/** Changes logs that are written by the documented format, and expects both verifiers to say the same of each. */
export async function expectAgreement(
  verifier: IndependentVerifier,
  { logs, seed }: { readonly logs: number; readonly seed: number },
): Promise<Agreed> {
  const next = seededRandom(seed)
  const random: Chance = (end) => Math.floor(next() * end)
  const names = Object.keys(CHANGES)
  const agreed = { found: 0, notFound: 0 }
  for (let index = 0; index < logs; index++) {
    await using folder = await temporaryFolder()
    const made = randomLog(join(folder.path, 'log'), random)
    const what = Array.from({ length: 1 + random(2) }, () => pick(names, random))
    for (const name of what) CHANGES[name]?.(made, random)
    const { directory, key } = made.log
    const { since } = made
    const python = await verifier.findings({ directory, key, since })
    const own = await verifyLog({ directory, since, key: readVerifierKey(key) })
    const said = JSON.stringify({ what, own: own.findings, python })
    const isFound = python.length > 0
    expect(own.findings.length > 0, `log ${index} of seed ${seed}: ${said}`).toBe(isFound)
    agreed[isFound ? 'found' : 'notFound']++
  }
  return agreed
}

function anyFile({ directory }: HandMadeLog, random: Chance): { path: string; bytes: Buffer } {
  const path = join(directory, pick(readdirSync(directory), random))
  return { path, bytes: readFileSync(path) }
}

function editLines(
  { log, segments }: RandomLog,
  random: Chance,
  edit: (lines: string[], at: number) => unknown,
): void {
  const there = segments.map((name) => join(log.directory, name)).filter((path) => existsSync(path))
  if (there.length === 0) return
  const path = pick(there, random)
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  edit(lines, random(lines.length))
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
}

function pick<T>(values: readonly T[], random: Chance): T {
  return values[random(values.length)] as T
}
