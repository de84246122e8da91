import { describe, expect, it } from 'vitest'
import { noticeOf, resolvedOf } from '../../../test/support/notices.js'
import { details } from './details.js'
import { summary } from './summary.js'

describe('the summary of a notice', () => {
  it.each([
    [
      noticeOf(),
      "DOWN orders_db (db-1.example.com:5432): Connection refused, the target's fault, since 12:03:10 UTC",
    ],
    [
      noticeOf({ kind: 'reminder', at: noticeOf().at + 86_400_000 }),
      "STILL DOWN orders_db (db-1.example.com:5432): Connection refused, the target's fault, since 2026-01-05 12:03:10 UTC",
    ],
    [
      noticeOf({ kind: 'changed', suppressedCount: 3 }),
      "NOW DOWN orders_db (db-1.example.com:5432): Connection refused, the target's fault, since 12:03:10 UTC, and 3 more with it",
    ],
    [
      resolvedOf(),
      "RESOLVED orders_db (db-1.example.com:5432): up again after 12 min 3 s (Connection refused, the target's fault)",
    ],
    [
      noticeOf({ alone: true, suppressedCount: 3 }),
      "DOWN orders_db (db-1.example.com:5432): Connection refused, the target's fault, since 12:03:10 UTC, and 3 more with it; seen from home alone, since no hub answers there",
    ],
    [
      resolvedOf({ incident: { closedBecause: 'removed' } }),
      "RESOLVED orders_db (db-1.example.com:5432): closed because the check was removed from the config after 12 min 3 s (Connection refused, the target's fault)",
    ],
  ])('of %# says kind, name, target, failure, fault and time', (notice, words) => {
    expect(summary(notice)).toBe(words)
  })

  it('names the location or the part of the monitor where it is about no target', () => {
    const { target: _, ...isolated } = noticeOf({
      incident: {
        subject: 'location',
        subjectId: 'home',
        verdict: 'unknown',
        error: 'No canary answers',
      },
    })
    const { fault: __, ...incident } = isolated.incident
    expect(summary({ ...isolated, incident })).toBe(
      'UNKNOWN location home: No canary answers, since 12:03:10 UTC',
    )
  })

  it.each([
    ['home', 'UNKNOWN location home', 'RESOLVED location home: back online'],
    ['home:dns', 'UNKNOWN name service of home', 'RESOLVED name service of home: answers again'],
    ['home:local', 'UNKNOWN machine of home', 'RESOLVED machine of home: can make checks again'],
    ['home:policy', 'UNKNOWN policy of home', 'RESOLVED policy of home: no longer denies checks'],
  ])(
    'says of %s what it is, how long it was so, and how many checks were affected',
    (id, opened, resolved) => {
      const incident = { subject: 'location', subjectId: id, verdict: 'unknown' } as const
      const error = 'No answer from a, b, c and 12 more'
      const { target: _, ...location } = noticeOf({
        incident: { ...incident, error },
        suppressedCount: 15,
      })
      expect(summary(location)).toBe(`${opened}: ${error}, the target's fault, since 12:03:10 UTC`)
      const over = resolvedOf({ incident: { ...incident, error } })
      expect(summary({ ...over, suppressedCount: 15 })).toBe(
        `${resolved} after 12 min 3 s; 15 checks were affected`,
      )
      expect(summary({ ...over, suppressedCount: 1 })).toMatch(/; 1 check was affected$/)
      expect(summary(over)).toBe(`${resolved} after 12 min 3 s`)
      expect(details({ ...over, suppressedCount: 15 })).not.toContain(error)
      expect(details({ ...over, suppressedCount: 15 })).toContain('\nAffected: 15 checks\n')
    },
  )

  it.each([
    ['channel:ops', 'RESOLVED channel ops: delivers again after 12 min 3 s (Connection refused,'],
    ['history', 'RESOLVED history of the monitor: can be written again after 12 min 3 s'],
    ['overdue', 'RESOLVED schedule of the monitor: all checks are made again after 12 min 3 s'],
    ['agents', 'RESOLVED agents of the hub: most of them report again after 12 min 3 s'],
    [
      'coverage:nyc,ams',
      'RESOLVED coverage of locations: enough of them see these checks again after 12 min 3 s',
    ],
  ])('says of the %s of the monitor what is well again', (subjectId, words) => {
    const incident = { subject: 'monitor', subjectId, verdict: 'unknown' } as const
    expect(summary(resolvedOf({ incident }))).toContain(words)
    const { advice: _, ...opened } = noticeOf({ incident })
    expect(details(opened)).toMatch(/\nFirst step: (Check its receiver|Check the)/)
  })

  it.each([
    [
      'opened',
      'Channel tg does not deliver: the receiver answered 404: no such chat, since 12:03:10 UTC',
    ],
    [
      'changed',
      'Channel tg does not deliver: the receiver answered 404: no such chat, since 12:03:10 UTC',
    ],
    [
      'reminder',
      'Channel tg still does not deliver: the receiver answered 404: no such chat, since 12:03:10 UTC',
    ],
    [
      'resolved',
      'RESOLVED channel tg: delivers again after 5 s (the receiver answered 404: no such chat)',
    ],
  ] as const)('says of a channel what it does not do: %s', (kind, words) => {
    const { target: _, ...notice } = noticeOf({
      kind,
      incident: {
        subject: 'monitor',
        subjectId: 'channel:tg',
        verdict: 'unknown',
        error: 'the receiver answered 404: no such chat',
      },
    })
    const { fault: __, failure: ___, ...incident } = notice.incident
    expect(summary({ ...notice, incident })).toBe(words)
  })

  it('says so where no reason is known', () => {
    const { error: _, failure: __, fault: ___, ...incident } = noticeOf().incident
    expect(summary({ ...noticeOf(), incident })).toBe(
      'DOWN orders_db (db-1.example.com:5432): down, reason unknown, since 12:03:10 UTC',
    )
  })

  it('stays one line of bounded length, whatever services and configs say', () => {
    const long = `a\n\u001b[31m${'x'.repeat(10_000)}`
    const words = summary(noticeOf({ target: long, incident: { subjectId: long, error: long } }))
    expect(words).not.toMatch(/[\n\u001b]/)
    expect(words.length).toBeLessThan(1_000)
  })
})
