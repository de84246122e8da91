import { expect, it } from 'vitest'
import { noticeOf } from '../../../test/support/notices.js'
import { readNotice } from './stored-notice.js'

it('reads a notice as it was stored', () => {
  const notice = noticeOf({ suppressedCount: 3 })
  expect(readNotice(JSON.stringify(notice))).toEqual(notice)
})

it('reads what was stored while fields were called otherwise', () => {
  const { baseline, ...notice } = noticeOf()
  const former = { ...notice, normal: baseline, covers: 3 }
  expect(readNotice(JSON.stringify(former))).toEqual(noticeOf({ suppressedCount: 3 }))
})
