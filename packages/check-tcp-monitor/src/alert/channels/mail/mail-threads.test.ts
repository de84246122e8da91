import { describe, expect, it } from 'vitest'
import { messageOf, noticeOf, resolvedOf } from '../../../../test/support/notices.js'
import { threadHeaders } from './mail-threads.js'

const FROM = 'Monitor <monitor@example.com>'
const ROOT = '<orders-db-mk15cvy0-1a2b@example.com>'

describe('the thread of an incident', () => {
  it('begins with the mail that opens it, whose id is the same in every try', () => {
    expect(threadHeaders(messageOf(noticeOf()), FROM)).toEqual({ messageId: ROOT })
    expect(threadHeaders(messageOf(noticeOf(), resolvedOf()), FROM)).toEqual({ messageId: ROOT })
  })

  it('goes on with mails that refer to it', () => {
    expect(threadHeaders(messageOf(resolvedOf()), FROM)).toEqual({
      messageId: '<0123456789abcdef0123456789abcdef@example.com>',
      inReplyTo: ROOT,
      references: [ROOT],
    })
  })

  it('includes a mail of many incidents by its references, at most 20', () => {
    const notices = Array.from({ length: 100 }, (_, at) => noticeOf({ incident: { id: `i${at}` } }))
    const { references, inReplyTo } = threadHeaders(messageOf(...notices), FROM)
    expect(references).toHaveLength(20)
    expect(references?.slice(0, 2)).toEqual(['<i0@example.com>', '<i1@example.com>'])
    expect(inReplyTo).toBeUndefined()
  })

  it('takes no more of a sender than a domain', () => {
    expect(threadHeaders(messageOf(noticeOf()), 'a@b.example\r\nBcc: x').messageId).toBe(
      '<orders-db-mk15cvy0-1a2b@b.example>',
    )
    expect(threadHeaders(messageOf(noticeOf()), 'nobody').messageId).toMatch(
      /@check-tcp\.invalid>$/,
    )
  })
})
