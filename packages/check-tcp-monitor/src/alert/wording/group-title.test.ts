import { describe, expect, it } from 'vitest'
import { noticeOf, resolvedOf } from '../../../test/support/notices.js'
import { groupTitle } from './group-title.js'

function downs(count: number, tags: readonly string[] = ['rack3']) {
  return Array.from({ length: count }, (_, at) =>
    noticeOf({ tags, incident: { subjectId: `svc_${String(at + 1).padStart(4, '0')}` } }),
  )
}

describe('the title of several notices', () => {
  it.each([
    [
      'the tag and the first of many',
      downs(57),
      '57 down in rack3: svc_0001, svc_0002 and 55 more',
    ],
    ['all of three', downs(3), '3 down in rack3: svc_0001, svc_0002 and svc_0003'],
    ['both of two', downs(2), '2 down in rack3: svc_0001 and svc_0002'],
    ['no tag where they have none', downs(2, []), '2 down: svc_0001 and svc_0002'],
    [
      'only tags that all have',
      [...downs(1, ['db', 'rack3']), ...downs(1, ['rack3', 'web'])],
      '2 down in rack3: svc_0001',
    ],
    [
      'each kind by itself',
      [...downs(4), resolvedOf({ tags: [] }), noticeOf({ kind: 'changed', tags: [] })],
      '4 down in rack3: svc_0001, svc_0002 and 2 more; 1 resolved: orders_db; 1 now down: orders_db',
    ],
    [
      'location and channel by what they are',
      [
        noticeOf({
          tags: [],
          incident: { subject: 'location', subjectId: 'home', verdict: 'unknown' },
        }),
        noticeOf({
          tags: [],
          incident: { subject: 'monitor', subjectId: 'channel:tg', verdict: 'unknown' },
        }),
      ],
      '2 unknown: location home and channel tg',
    ],
    [
      'the location that speaks for itself alone',
      [
        noticeOf({ tags: [], alone: true }),
        noticeOf({ tags: [], alone: true, incident: { subjectId: 'web' } }),
      ],
      '2 down: orders_db and web (seen from home alone)',
    ],
  ])('names %s', (_what, notices, title) => {
    expect(groupTitle(notices)).toBe(title)
  })

  it('stays one line of bounded length, whatever names and tags say', () => {
    const long = `a\n\u001b[31m${'x'.repeat(10_000)}`
    const notices = downs(5, [long, `b${long}`]).map((notice) => ({
      ...notice,
      incident: { ...notice.incident, subjectId: `${notice.incident.subjectId}${long}` },
    }))
    expect(groupTitle(notices)).not.toMatch(/[\n\u001b]/)
    expect(groupTitle(notices).length).toBeLessThan(300)
  })
})
