import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  badObservation,
  HOUR,
  incident,
  MINUTE,
  observation,
  START,
} from '../../../test/history/sample-history.js'
import { SqliteStore } from '../../../test/support/sqlite-store.js'
import { toCell } from './csv-row.js'
import { type ExportOptions, exportHistory } from './export-history.js'
import { importHistory } from './import-history.js'
import { toJsonLine } from './json-line.js'

async function* linesOf(text: string): AsyncGenerator<string> {
  yield* text.split('\n')
}

function resultLine(change: object): string {
  const line = JSON.parse(toJsonLine({ kind: 'result', result: observation() }))
  return JSON.stringify({ ...line, ...change })
}

describe('an export', () => {
  let store: SqliteStore
  beforeEach(async () => {
    store = SqliteStore.open({ directory: ':memory:' })
    await store.commit({
      observations: [
        badObservation({ error: '=cmd|"/c calc"!A1\n', cause: 'a, b' }),
        observation({ at: START + MINUTE }),
      ],
      incidents: [
        incident({
          acknowledged: { at: START, by: 'ann', note: 'on it' },
          notes: [{ at: START, by: 'ann', text: 'a\nb', public: true }],
        }),
      ],
    })
    // The hour is over only once its last results may have come.
    await store.commit({ observations: [observation({ at: START + HOUR + 5_000 })] })
    await store.commit({ observations: [] })
  })
  afterEach(() => store.close())

  async function exported(options: ExportOptions): Promise<string> {
    const pieces = []
    for await (const piece of exportHistory(store, options)) pieces.push(piece)
    return pieces.join('')
  }

  it('is a line of JSON for each result, rollup and incident', async () => {
    const lines = (await exported({ format: 'ndjson' })).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual([
      'result',
      'result',
      'result',
      'minute',
      'minute',
      'hour',
      'incident',
    ])
  })

  it('has only what was asked for', async () => {
    const window = { from: START + 1, until: START + HOUR }
    const text = await exported({ format: 'ndjson', kinds: ['result'], ...window })
    expect(text).toBe(
      resultLine({ timestamp: new Date(START + MINUTE).toISOString() }).concat('\n'),
    )
  })

  it('has the names, moments and seconds that the HTTP API has', async () => {
    const lines = (await exported({ format: 'ndjson' })).trimEnd().split('\n')
    const records = lines.map((line) => JSON.parse(line))
    const began = { check: 'db', location: 'here' }
    expect(records[0]).toMatchObject({ ...began, timestamp: new Date(START).toISOString() })
    expect(records[3]).toMatchObject({ ...began, lost_syns: 0, start: expect.stringMatching(/Z$/) })
    expect(records.at(-1)).toMatchObject({
      acknowledged: { at: new Date(START).toISOString(), by: 'ann', note: 'on it' },
      opened_at: expect.stringMatching(/Z$/),
      subject_id: expect.any(String),
    })
    expect(lines.join('')).not.toMatch(/"[a-z]+[A-Z][A-Za-z]*":/)
  })

  it('as CSV quotes what needs it, runs no formula, and has percentiles for histograms', async () => {
    const [head, first, , , , second] = (await exported({ format: 'csv' })).split('\r\n')
    expect(head).toMatch(/^kind,time,check,location,outcome,/)
    expect(first).toContain(`"'=cmd|""/c calc""!A1\n",ECONNREFUSED,"a, b"`)
    expect(first).toContain(`result,${new Date(START).toISOString()},db,here,bad,`)
    expect(second).toMatch(/^minute,.*,1,0,0,0,60,0,0,0,1,12\.\d+,12\.\d+,12\.\d+,/)
  })

  it.each([
    ['plain', 'plain'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['\tx', "'\tx"],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    [-5.5, '-5.5'],
    [undefined, ''],
  ])('writes %j into a cell as %j', (value, cell) => {
    expect(toCell(value)).toBe(cell)
  })

  it('is imported as it was, and a second time adds nothing', async () => {
    const text = await exported({ format: 'ndjson' })
    const target = SqliteStore.open({ directory: ':memory:' })
    expect(await importHistory(target, linesOf(text))).toEqual({ added: 4, present: 3 })
    expect(await importHistory(target, linesOf(text))).toEqual({ added: 0, present: 7 })
    expect(await target.queries.incident('inc-1')).toEqual(await store.queries.incident('inc-1'))
    expect(await target.queries.results({})).toEqual(await store.queries.results({}))
    await target.close()
  })

  it.each([
    ['is cut off', '{', /^line 2: /],
    ['is of another kind', '{"kind":"other"}', /^line 2: kind/],
    ['lacks fields', '{"kind":"result"}', /^line 2: /],
    ['has one field more', resultLine({ more: 1 }), /^line 2: more/],
    ['has a time that is none', resultLine({ timestamp: 'now' }), /^line 2: timestamp: a time/],
    ['has a failure that is no word', resultLine({ failure: 'No!' }), /^line 2: failure/],
    [
      'has an incident by a bad id',
      toJsonLine({ kind: 'incident', incident: { ...incident(), id: '../x' } }).trim(),
      /^line 2: id/,
    ],
    ['is too long', `"${'x'.repeat(1_100_000)}"`, /^line 2: is too long/],
  ])('is not imported where a line %s', async (_what, line, message) => {
    const target = SqliteStore.open({ directory: ':memory:' })
    const good = resultLine({})
    const importing = importHistory(target, linesOf(`${good}\n${line}\n`))
    await expect(importing).rejects.toMatchObject({
      name: 'HistoryImportError',
      line: 2,
      message: expect.stringMatching(message),
    })
    expect((await target.queries.results({})).results).toEqual([])
    await target.close()
  })
})
