import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { writeBatch } from '../../src/core/link/agent-batch.js'
import { sampleBatch, sampleResults } from '../support/sample-batch.js'

/** Who sends: with a session of its own, or with none that counts. */
type Sender = 'fra' | 'nyc' | 'nobody'

/** What is sent to a hub as a batch. */
export interface Sent {
  readonly sender: Sender
  readonly body: Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

/** So many that most batches begin a spool, and some go on with one. */
const epoch = fc
  .nat(2_000)
  .map((number) => `01960000-0000-7000-8000-${String(number).padStart(12, '0')}`)

/** Names that are right, that are of others, and that code may stumble over. */
const location = fc.oneof(
  { arbitrary: fc.constant('fra'), weight: 20 },
  { arbitrary: fc.constantFrom('nyc', 'ams', 'FRA', '', '__proto__'), weight: 5 },
)
const check = fc.constantFrom('web', 'web', 'db', 'api', 'toString', '__proto__')

const hostile = fc.constantFrom<unknown>(
  ...[null, true, -1, 0.5, 2 ** 53, 1e308, '', '\u0000', '__proto__', 'x'.repeat(5_000)],
  ...[[], {}, [[[]]], { constructor: { prototype: { polluted: 1 } } }, '1999-13-99T99:99:99Z'],
)

const batch = fc
  .record({
    epoch,
    first: fc.nat(6),
    results: fc.array(fc.record({ location, check }), { maxLength: 4 }),
    votes: fc.array(check, { maxLength: 3 }),
    gap: fc.option(fc.nat(20), { nil: undefined }),
    config: fc.constantFrom('c1', 'c1', 'c0', ''),
  })
  .map(({ epoch, first, results, votes, gap, config }) => {
    const [from, until] = [1_700_000_000_000, 1_700_000_001_000]
    const { report } = sampleBatch()
    return writeBatch({
      ...{ epoch, first, report: { ...report, config } },
      ...(gap !== undefined && { gap: { count: gap, from, until } }),
      results: results.map((each) => ({
        ...sampleResults(1)[0],
        ...{ checkId: each.check, location: each.location, at: from, outcome: 'bad', attempts: 1 },
      })),
      votes: votes.map((checkId) => ({ checkId, verdict: 'down', ageMs: 5, since: from })),
    })
  })

/** A place in a JSON value, and what is to stand there; undefined: nothing. */
const change = fc.record({ at: fc.nat(60), value: fc.option(hostile, { nil: undefined }) })

const json = fc
  .tuple(batch, fc.array(change, { maxLength: 3 }), fc.boolean())
  .map(([sent, changes, isChanged]) =>
    isChanged ? changes.reduce<unknown>(changedAt, JSON.parse(JSON.stringify(sent))) : sent,
  )

const text = fc.oneof(
  { arbitrary: json.map((value) => JSON.stringify(value)), weight: 20 },
  { arbitrary: fc.tuple(json, fc.nat(400)).map(cut), weight: 2 },
  { arbitrary: fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)), weight: 2 },
  { arbitrary: fc.string(), weight: 1 },
  { arbitrary: fc.nat(200).map((depth) => '['.repeat(depth * 50)), weight: 1 },
)

/** What may come to a hub as a batch: from an agent, a changed agent, or somebody else. */
export const fuzzedBatches: fc.Arbitrary<Sent> = fc
  .record({
    sender: fc.constantFrom<Sender>('fra', 'fra', 'fra', 'fra', 'nyc', 'nobody'),
    text,
    packing: fc.constantFrom(...(['none', 'none', 'none', 'none', 'gzip', 'claimed'] as const)),
    type: fc.constantFrom(...Array.from({ length: 9 }, () => 'application/json'), 'text/plain'),
  })
  .map(({ sender, text: said, packing, type }) => {
    const plain = Buffer.from(said)
    const body = packing === 'gzip' ? gzipSync(plain, { level: 1 }) : plain
    const encoding = packing === 'none' ? {} : { 'Content-Encoding': 'gzip' }
    return { sender, body, headers: { 'Content-Type': type, ...encoding } }
  })

function cut([value, length]: readonly [unknown, number]): string {
  return JSON.stringify(value).slice(0, length)
}

/** The value with another one at the place that the number says, counted through all that is in it. */
function changedAt(
  root: unknown,
  { at, value }: { readonly at: number; readonly value: unknown },
): unknown {
  const places: (readonly [object, string])[] = []
  const collect = (each: unknown) => {
    if (typeof each !== 'object' || each === null) return
    for (const [key, inner] of Object.entries(each)) {
      places.push([each, key])
      collect(inner)
    }
  }
  collect(root)
  const [parent, key] = places[at % Math.max(1, places.length)] ?? []
  if (!parent || key === undefined) return root
  // The next change may be within it.
  const own = structuredClone(value)
  if (value === undefined) Reflect.deleteProperty(parent, key)
  else
    Object.defineProperty(parent, key, {
      value: own,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  return root
}
