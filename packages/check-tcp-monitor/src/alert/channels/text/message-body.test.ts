import { describe, expect, it } from 'vitest'
import { messageOf, noticeOf, resolvedOf } from '../../../../test/support/notices.js'
import { messageBody } from './message-body.js'

describe('the body of a message', () => {
  it('has every key in snake_case, times in UTC and durations in seconds', () => {
    const notice = noticeOf({
      responseMs: 12.345,
      description: 'Orders',
      suppressedCount: 2,
      incident: { acknowledged: { at: 0, by: 'ops' } },
    })
    expect(JSON.parse(messageBody(messageOf(notice)))).toEqual({
      version: 1,
      key: '0123456789abcdef0123456789abcdef',
      title:
        "DOWN orders_db (db-1.example.com:5432): Connection refused, the target's fault, since 12:03:10 UTC, and 2 more with it",
      notices: [
        {
          id: 'orders-db-mk15cvy0-1a2b:opened:1767614595000',
          kind: 'opened',
          at: '2026-01-05T12:03:15.000Z',
          summary:
            "DOWN orders_db (db-1.example.com:5432): Connection refused, the target's fault, since 12:03:10 UTC, and 2 more with it",
          incident: {
            id: 'orders-db-mk15cvy0-1a2b',
            subject: 'check',
            subject_id: 'orders_db',
            location: 'home',
            verdict: 'down',
            severity: 'critical',
            since: '2026-01-05T12:03:10.000Z',
            opened_at: '2026-01-05T12:03:14.000Z',
            failure: 'refused',
            fault: 'target',
            error: 'Connection refused',
            code: 'ECONNREFUSED',
            acknowledged: { at: '1970-01-01T00:00:00.000Z', by: 'ops' },
          },
          location: 'home',
          tags: ['db', 'production'],
          target: 'db-1.example.com:5432',
          description: 'Orders',
          baseline: { typical_time: 0.012, high_time: 0.04 },
          response_time: 0.012345,
          advice: 'Verify the service is running on the target host',
          suppressed_count: 2,
        },
      ],
    })
  })

  it('says of what is over when and why it ended', () => {
    const { notices } = JSON.parse(messageBody(messageOf(resolvedOf())))
    expect(notices[0]).toMatchObject({
      kind: 'resolved',
      incident: { closed_at: '2026-01-05T12:15:13.000Z', closed_because: 'up' },
    })
  })

  it('is the same for every try', () => {
    const message = messageOf(noticeOf(), resolvedOf())
    expect(messageBody(message)).toBe(messageBody(message))
  })
})
