import { describe, expect, it } from 'vitest'
import { noticeOf, resolvedOf } from '../../../test/support/notices.js'
import { noticeId } from './notice-id.js'

describe('the id of a notice', () => {
  it('is the same in whatever message it comes, and another for another notice of the incident', () => {
    expect(noticeId(noticeOf())).toBe(noticeId(noticeOf({ tags: [] })))
    const others = [noticeOf(), resolvedOf(), noticeOf({ kind: 'reminder', at: 1.5 })]
    expect(new Set(others.map(noticeId)).size).toBe(3)
  })
})
