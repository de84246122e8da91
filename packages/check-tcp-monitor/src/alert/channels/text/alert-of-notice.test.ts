import { describe, expect, it } from 'vitest'
import { noticeOf, resolvedOf } from '../../../../test/support/notices.js'
import { alertOf } from './alert-of-notice.js'

describe('an alert', () => {
  it('has labels that say what it is about, and annotations that say all of it', () => {
    const alert = alertOf(noticeOf(), { team: 'storage', severity: 'mine' })
    expect(alert.labels).toEqual({
      team: 'storage',
      alertname: 'CheckTcpTarget',
      check: 'orders_db',
      target: 'db-1.example.com:5432',
      location: 'home',
      severity: 'critical',
      tags: 'db,production',
      incident: 'orders-db-mk15cvy0-1a2b',
    })
    expect(alert.annotations).toMatchObject({
      summary:
        "DOWN orders_db (db-1.example.com:5432): Connection refused, the target's fault, since 12:03:10 UTC",
      failure: 'Connection refused',
      fault: "the target's fault",
      baseline: '12 ms, at most 40 ms',
      advice: 'Verify the service is running on the target host',
    })
  })

  it('ends a year ahead while it is open, and when it closed once it is', () => {
    expect(alertOf(noticeOf())).toMatchObject({
      startsAt: '2026-01-05T12:03:10.000Z',
      endsAt: '2027-01-05T12:03:15.000Z',
    })
    expect(alertOf(resolvedOf())).toMatchObject({
      startsAt: '2026-01-05T12:03:10.000Z',
      endsAt: '2026-01-05T12:15:13.000Z',
    })
  })

  it('ends after it begins, also where the incident lasted no time', () => {
    const { startsAt, endsAt } = alertOf(
      resolvedOf({ incident: { closedAt: noticeOf().incident.since } }),
    )
    expect(Date.parse(endsAt)).toBeGreaterThan(Date.parse(startsAt))
  })

  it('has no empty label', () => {
    const { target: _, ...notice } = noticeOf({ tags: [], incident: { subject: 'location' } })
    expect(alertOf(notice).labels).toEqual({
      alertname: 'CheckTcpLocation',
      location: 'home',
      severity: 'critical',
      incident: 'orders-db-mk15cvy0-1a2b',
    })
  })
})
