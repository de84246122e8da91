import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { duration, text } from './codec.js'
import { columnsOf, mergeColumns } from './csv-columns.js'
import { maybe, type RecordOf } from './field.js'
import { INCIDENT } from './incident.js'
import { OBSERVATION, type Observation } from './observation.js'
import { describeRecord, readEntries, recordReader, recordWriter } from './record.js'
import { ROLLUP } from './rollup.js'
import { exactSecondsOf } from './wire-times.js'

const SLOW: Observation = {
  ...{ checkId: 'db', location: 'berlin', at: Date.UTC(2026, 0, 5), outcome: 'slow' },
  ...{ attempts: 1, responseMs: 12.5, validMs: 60_000 },
}
const OUTSIDE = {
  ...{ check: 'db', location: 'berlin', timestamp: '2026-01-05T00:00:00.000Z', outcome: 'slow' },
  ...{ response_time: 0.0125, attempts: 1, counts_as: 'up', valid_for: 60 },
}

const write = recordWriter(OBSERVATION, exactSecondsOf)
const read = (line: object) =>
  recordReader(OBSERVATION)(v.parse(v.strictObject(readEntries(OBSERVATION)), line))

describe('a record', () => {
  it('is written by its names outside, without what is not known', () => {
    expect(JSON.stringify(write(SLOW))).toBe(JSON.stringify(OUTSIDE))
  })

  it('is read as it was, what a rule fills in left out', () => {
    expect(read(OUTSIDE)).toEqual(SLOW)
    const down: Observation = { ...SLOW, outcome: 'bad', countsAs: 'down' }
    expect(read(write(down))).toEqual(down)
  })

  it('is refused with a field that it does not have', () => {
    expect(() => read({ ...OUTSIDE, color: 'red' })).toThrow(/color/)
  })

  it('says of every field what it is', () => {
    for (const record of [OBSERVATION, INCIDENT, ROLLUP]) {
      for (const { description } of Object.values(record)) expect(description).toMatch(/\S/)
    }
  })
})

describe('a field more', () => {
  const MORE = {
    ...OBSERVATION,
    proxyMs: maybe('proxy_time', duration, 'Of the way through the proxy'),
  } as const
  const made = { ...SLOW, proxyMs: 1.5 }

  it('is in the type', () => {
    expectTypeOf<RecordOf<typeof MORE>['proxyMs']>().toEqualTypeOf<number | undefined>()
  })

  it('is written to JSON and read again', () => {
    const line = recordWriter(MORE, exactSecondsOf)(made)
    expect(line).toEqual({ ...OUTSIDE, proxy_time: 0.0015 })
    const entries = v.strictObject(readEntries(MORE))
    expect(recordReader(MORE)(v.parse(entries, line))).toEqual(made)
  })

  it('is a column of CSV', () => {
    const columns = columnsOf(MORE)
    expect(columns.find(({ name }) => name === 'proxy_ms')?.cellOf(made)).toBe(1.5)
    expect(mergeColumns([columns, columnsOf(ROLLUP)])).toContain('proxy_ms')
  })

  it('is described for the API', () => {
    const { properties } = toJsonSchema(describeRecord(MORE))
    expect(properties?.proxy_time).toEqual({
      type: 'number',
      minimum: 0,
      description: 'Of the way through the proxy',
    })
  })
})

describe('the columns of CSV', () => {
  it('stand where their fields stand, or where they ask to', () => {
    const a = { one: maybe('one', text, ''), two: maybe('two', text, '', { csvAfter: 'kind' }) }
    const b = { two: maybe('2', text, ''), three: maybe('three', text, '') }
    expect(mergeColumns([columnsOf(a), columnsOf(b)])).toEqual(['kind', 'two', 'one', 'three'])
  })
})
