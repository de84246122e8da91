import { describe, expect, it } from 'vitest'
import { noticeOf, resolvedOf } from '../../../test/support/notices.js'
import { messageText, messageTitle, titleAndText } from './message-text.js'

describe('the text of a message', () => {
  it('names failure, fault, since when, the baseline and the first advice of its one notice', () => {
    const notice = noticeOf({ responseMs: 250, description: 'Orders', suppressedCount: 2 })
    expect(messageText([notice], 4_096)).toBe(
      `DOWN orders_db (db-1.example.com:5432): Connection refused, the target's fault, since 12:03:10 UTC, and 2 more with it

What: Orders
Failure: Connection refused
Fault: the target's fault
Since: 2026-01-05 12:03:10 UTC
For: 5 s
Normal response: 12 ms, at most 40 ms
Newest response: 250 ms
Severity: critical
Location: home
Tags: db, production
First step: Verify the service is running on the target host
Suppressed: 2 more
Incident: orders-db-mk15cvy0-1a2b`,
    )
  })

  it('says of a resolved one how long it lasted, and gives no advice any more', () => {
    expect(messageText([resolvedOf({ tags: [] })], 4_096)).toBe(
      `RESOLVED orders_db (db-1.example.com:5432): up again after 12 min 3 s (Connection refused, the target's fault)

Failure: Connection refused
Fault: the target's fault
Since: 2026-01-05 12:03:10 UTC
Lasted: 12 min 3 s
Normal response: 12 ms, at most 40 ms
Severity: critical
Location: home
Incident: orders-db-mk15cvy0-1a2b`,
    )
  })

  it('says that the baseline is not known yet, and who acknowledged', () => {
    const { baseline: _, ...notice } = noticeOf({
      incident: { acknowledged: { at: noticeOf().at, by: 'ops', note: 'looking' } },
    })
    const text = messageText([notice], 4_096)
    expect(text).toContain('\nNormal response: not known yet\n')
    expect(text).toContain('\nAcknowledged: by ops, 2026-01-05 12:03:15 UTC: looking\n')
  })

  it('begins with the title where there are many notices, then tells each', () => {
    const TITLE = '2 down in db, production: orders_db; 1 resolved in db, production: orders_db'
    const notices = [noticeOf(), resolvedOf(), noticeOf()]
    expect(messageTitle(notices)).toBe(TITLE)
    const [counts, first, second] = messageText(notices, 4_096).split('\n\n')
    expect(counts).toBe(TITLE)
    expect(first).toBe(
      `DOWN orders_db (db-1.example.com:5432): Connection refused, the target's fault, since 12:03:10 UTC
  normal response: 12 ms, at most 40 ms
  first step: Verify the service is running on the target host
  incident: orders-db-mk15cvy0-1a2b`,
    )
    expect(second).not.toContain('do first')
  })

  it('does not begin with the title again where that stands above it', () => {
    const one = titleAndText([noticeOf()], 4_096)
    expect(one.title).toMatch(/^DOWN orders_db/)
    expect(one.text).toMatch(/^Failure: Connection refused\n/)
    const many = titleAndText([noticeOf(), noticeOf()], 4_096)
    expect(many.text).toMatch(/^DOWN orders_db/)
    const long = titleAndText([noticeOf({ incident: { error: 'x'.repeat(299) } })], 4_096)
    expect(long.title).toHaveLength(250)
    expect(long.text).toMatch(/^DOWN orders_db .*x{299}/)
  })

  it('is never longer than there is room for, and says how many it left out', () => {
    const notices = Array.from({ length: 100 }, () => noticeOf())
    const text = messageText(notices, 4_096)
    expect(text.length).toBeLessThanOrEqual(4_096)
    expect(text).toMatch(/^100 down in db, production: orders_db\n\nDOWN orders_db/)
    expect(text).toMatch(/\n\nand \d+ more$/)
  })

  it('is bounded for a single notice that says too much', () => {
    const tags = Array.from({ length: 50 }, () => 'x'.repeat(100))
    const notice = noticeOf({ tags, description: 'y'.repeat(10_000) })
    expect(messageText([notice], 500).length).toBeLessThanOrEqual(500)
    expect(messageText([notice], 10_000).length).toBeLessThan(4_096)
  })
})
