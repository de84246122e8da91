import { describe, expect, it } from 'vitest'
import { type Answer, startHttpReceiver } from '../../../test/support/http-receiver.js'
import { messageOf, noticeOf, resolvedOf } from '../../../test/support/notices.js'
import type { Notice } from '../../core/alert/notice.js'
import { MAX_NOTICES } from '../outbox/next-message.js'
import { createChannel } from './create-channels.js'

const TOKEN = 'token-of-the-webhook'
const PATH = `/api/webhooks/223704706495545344/${TOKEN}`
const never = new AbortController().signal

/** Sends the notices, and says how it went and what Discord got. */
async function send(
  notices: readonly Notice[],
  answer: Answer = { status: 200, body: '{"id":"1"}' },
  query = '',
) {
  await using receiver = await startHttpReceiver(() => answer)
  const config = { kind: 'discord', name: 'chat', url: `${receiver.url}${PATH}${query}` }
  const channel = createChannel(config, { wallMs: () => 0, environment: {} })
  const outcome = await channel.send(messageOf(...notices), never)
  const [request] = receiver.received
  const body = JSON.parse(request?.body ?? '{}')
  return { outcome, request, body, embed: body.embeds?.[0] }
}

/** What people see: a backslash before a character of markup is not shown, and takes its meaning away. */
function seen(markdown: string): { readonly text: string; readonly markup: string } {
  const unescaped = markdown.replace(/\\[\\*_~`|<[\]]/g, '')
  return {
    text: markdown.replace(/\\([\\*_~`|<[\]])/g, '$1'),
    markup: unescaped.replace(/[^\\*_~`|<[\]]/g, ''),
  }
}

describe('the Discord channel', () => {
  it('posts an embed, mentions nobody, and waits until the message is kept', async () => {
    const { outcome, request, body, embed } = await send([noticeOf()])
    expect(outcome).toEqual({ kind: 'delivered' })
    expect(request).toMatchObject({ method: 'POST', path: `${PATH}?wait=true` })
    expect(Object.keys(body)).toEqual(['embeds', 'allowed_mentions'])
    expect(body.allowed_mentions).toEqual({ parse: [] })
    expect(embed).toMatchObject({ color: 0xed4245, timestamp: '2026-01-05T12:03:15.000Z' })
    expect(seen(embed.title).text).toMatch(/^DOWN orders_db \(db-1\.example\.com:5432\): /)
    expect(seen(embed.description).text).toMatch(
      /^Failure: Connection refused\n[\s\S]*\nIncident: orders-db-mk15cvy0-1a2b$/,
    )
  })

  it('writes to the thread that the URL names', async () => {
    const { request } = await send([noticeOf()], undefined, '?thread_id=42')
    expect(request?.path).toBe(`${PATH}?thread_id=42&wait=true`)
  })

  const degraded = noticeOf({ incident: { verdict: 'degraded' } })
  const unknown = noticeOf({ incident: { verdict: 'unknown' } })
  it.each([
    ['down', [noticeOf()], 0xed4245],
    ['degraded', [degraded], 0xfaa61a],
    ['unknown', [unknown], 0x95a5a6],
    ['over', [resolvedOf()], 0x57f287],
    ['of all kinds', [resolvedOf(), unknown, degraded, noticeOf()], 0xed4245],
    ['degraded, the rest over', [degraded, resolvedOf()], 0xfaa61a],
  ] as const)('has a colour for what is %s', async (_what, notices, color) => {
    expect((await send(notices)).embed.color).toBe(color)
  })

  it.each([
    '@everyone <@1> <@&2> <#3> </a:4> <:e:5> <t:0>',
    '[text](http://evil.test) ||spoiler|| ~~a~~ `code` ```block```',
    '*a* **b** _c_ __d__ \\*e\\* \\\\',
  ])('shows the hostile name %s as it is', async (name) => {
    const { body, embed } = await send([noticeOf({ incident: { subjectId: name, error: name } })])
    expect(body.allowed_mentions).toEqual({ parse: [] })
    for (const part of [embed.title, embed.description]) {
      expect(seen(part).text).toContain(name)
      expect(seen(part).markup).toBe('')
    }
  })

  it('shows control characters as escapes', async () => {
    const { embed } = await send([noticeOf({ incident: { subjectId: 'a\u001b[2J\r\nb\u202e' } })])
    expect(seen(embed.title).text).toContain('a\\x1b[2J\\x0d\\nb\\u202e')
    expect(embed.title).not.toMatch(/[\u0000-\u001f\u202e]/)
  })

  it.each(['x', '_', '\\', '語', '🙂'])('stays below every limit with many %s', async (one) => {
    for (let more = 0; more < 4; more++) {
      const subjectId = `${'x'.repeat(more)}${one.repeat(100)}`
      const incident = { subjectId, error: one.repeat(150) }
      for (const count of [1, MAX_NOTICES]) {
        const notices = Array.from({ length: count }, () => noticeOf({ incident }))
        const { title, description } = (await send(notices)).embed
        expect(title.length).toBeLessThanOrEqual(256)
        expect(description.length).toBeLessThanOrEqual(4_096)
        expect(title.length + description.length).toBeLessThanOrEqual(6_000)
        expect(Buffer.from(`${title}${description}`).toString()).not.toContain('\ufffd')
        expect(seen(title).markup).toBe('')
        expect(seen(description).markup).toBe('')
      }
    }
  })

  it.each([
    [
      { status: 401, body: '{"message":"Invalid Webhook Token","code":50027}' },
      'Invalid Webhook Token',
    ],
    [
      { status: 403, body: '{"message":"Missing Permissions","code":50013}' },
      'Missing Permissions',
    ],
    [{ status: 404, body: '{"message":"Unknown Webhook","code":10015}' }, 'Unknown Webhook'],
  ])('is refused in words: %j', async (answer, words) => {
    expect((await send([noticeOf()], answer)).outcome).toEqual({
      kind: 'refused',
      error: `the receiver answered ${answer.status}: ${words}; copy the webhook's URL again from the settings of the Discord channel`,
    })
  })

  it('waits as long as the body of a 429 asks for, else as its header does', async () => {
    const limited = { status: 429, headers: { 'retry-after': '65' } }
    const body = '{"message":"You are being rate limited.","retry_after":64.57,"global":false}'
    expect((await send([noticeOf()], { ...limited, body })).outcome).toEqual({
      kind: 'failed',
      error: 'the receiver answered 429: You are being rate limited.',
      afterMs: 64_570,
    })
    const { outcome } = await send([noticeOf()], { ...limited, body: '<html>' })
    expect(outcome).toMatchObject({ kind: 'failed', afterMs: 65_000 })
  })

  it('repeats the token of its URL in no error', async () => {
    const { outcome } = await send([noticeOf()], { status: 400, body: `{"message":"${PATH}"}` })
    expect(outcome).toMatchObject({ kind: 'refused' })
    expect(JSON.stringify(outcome)).not.toContain(TOKEN)
  })
})
