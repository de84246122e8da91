import type { OverviewPatch, Verdict } from 'check-tcp-monitor/http-api'
import { expect, it } from 'vitest'
import { applyPatch } from './patch.js'
import type { Row } from './row.js'

const VERDICTS: readonly Verdict[] = ['pending', 'up', 'degraded', 'down', 'unknown']

function row(index: number, change: Partial<Row> = {}): Row {
  return {
    ...{ index, id: `check-${index}`, target: 'a:1', tags: [], from: [], verdict: 'up' },
    ...{ since: 1, newest: 0.1, typical: 0.1, high: 0.2, flags: 0, why: '', incident: '' },
    ...{ votes: [], strip: '1'.repeat(24) },
    ...change,
  }
}

function patch(change: Partial<OverviewPatch> = {}): OverviewPatch {
  return {
    ...{ at: '2026-01-05T12:30:00.000Z', hour: '2026-01-05T12:00:00.000Z' },
    ...{ isolated: false, problems: [], rows: [], verdict: [], since: [], newest: [], flags: [] },
    ...{ why: {}, incident: {}, votes: {}, cell: '', strip: {}, normal: {} },
    ...change,
  }
}

const hour = '2026-01-05T12:00:00.000Z'

it('says of a row how it is now, and leaves the others as they are', () => {
  const rows = [row(0), row(1, { why: 'old' })]
  const [first] = rows
  const before = applyPatch(
    rows,
    patch({
      ...{ rows: [1], verdict: [3], since: [9], newest: [null], flags: [4], cell: '6' },
      ...{ why: { 1: 'Connection refused' }, incident: { 1: 'x' }, votes: { 1: '31' } },
    }),
    { verdicts: VERDICTS, hour },
  )
  expect(before.map(({ why }) => why)).toEqual(['old'])
  expect(rows[0]).toBe(first)
  expect(rows[1]).toMatchObject({
    ...{ verdict: 'down', since: 9, newest: null, flags: 4, why: 'Connection refused' },
    ...{ incident: 'x', votes: ['down', 'up'], strip: `${'1'.repeat(23)}6`, typical: 0.1 },
  })
})

it('moves every strip on with the hours, and takes whole ones where it has them', () => {
  const rows = [row(0), row(1)]
  const strip = { 1: '2'.repeat(24) }
  applyPatch(
    rows,
    patch({
      ...{ hour: '2026-01-05T14:00:00.000Z', rows: [1], verdict: [1], since: [1] },
      ...{ newest: [1], flags: [0], cell: '1', strip, normal: { 1: [0.3, 0.4] } },
    }),
    { verdicts: VERDICTS, hour },
  )
  expect(rows[0]?.strip).toBe(`${'1'.repeat(22)}00`)
  expect(rows[1]).toMatchObject({ strip: '2'.repeat(24), typical: 0.3, high: 0.4 })
})
