import { expect, it } from 'vitest'
import { noticeOf } from '../../../test/support/notices.js'
import { deliveryEntries } from './delivery-entries.js'

const AT = 5
const tried = { channel: 'ops', notices: [noticeOf()], at: AT }
const [notice] = tried.notices
const common = { at: AT, channel: 'ops', notice: 'opened' }
const of = (entry: object) => [{ incidentId: notice?.incident.id, entry: { ...common, ...entry } }]

it('tells of each notice that it was sent, or given up and why', () => {
  expect(deliveryEntries({ ...tried, outcome: 'delivered' })).toEqual(of({ kind: 'sent' }))
  expect(deliveryEntries({ ...tried, outcome: 'dead', error: 'no\u001b[2J' })).toEqual(
    of({ kind: 'given_up', error: 'no\\x1b[2J' }),
  )
})

it('tells of tries that fail alike once', () => {
  const failed = { ...tried, outcome: 'later', error: 'HTTP 503' } as const
  expect(deliveryEntries(failed)).toEqual(of({ kind: 'failed', error: 'HTTP 503' }))
  expect(deliveryEntries({ ...failed, lastError: 'HTTP 503' })).toEqual([])
  expect(deliveryEntries({ ...failed, lastError: 'HTTP 500' })).toHaveLength(1)
})
