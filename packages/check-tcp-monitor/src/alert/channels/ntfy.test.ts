import { describe, expect, it } from 'vitest'
import {
  type Answer,
  type Received,
  startHttpReceiver,
} from '../../../test/support/http-receiver.js'
import { messageOf, noticeOf, resolvedOf } from '../../../test/support/notices.js'
import { loadMonitorConfig } from '../../config/load-config.js'
import type { Notice } from '../../core/alert/notice.js'
import { MAX_NOTICES } from '../outbox/next-message.js'
import { createChannels } from './create-channels.js'

const TOPIC = 'alerts-of-mine'
const never = new AbortController().signal

/** Reads the settings as a config has them, sends the notices, and says how it went and what the server got. */
async function send(
  notices: readonly Notice[],
  settings: Readonly<Record<string, unknown>> = {},
  answer: Answer = { status: 200, body: '{"id":"x","event":"message"}' },
) {
  await using server = await startHttpReceiver(() => answer)
  const config = await load({ topic: TOPIC, url: server.url, ...settings })
  const [channel] = createChannels(config.alerting, { wallMs: () => 0, environment: {} })
  const outcome = await channel?.send(messageOf(...notices), never)
  const [request] = server.received
  return { outcome, request, body: JSON.parse(request?.body ?? '{}') }
}

function load(settings: Readonly<Record<string, unknown>>) {
  const checks = [{ name: 'a', plugin: 'check_tcp_connection', parameters: { host: 'a', port: 1 } }]
  const alerting = { channels: { phone: { kind: 'ntfy', ...settings } } }
  return loadMonitorConfig(
    { path: 'm.yaml', text: JSON.stringify({ checks, alerting }) },
    { environment: {} },
  )
}

describe('the ntfy channel', () => {
  it('publishes a plain text with a title to its topic, as JSON', async () => {
    const { outcome, request, body } = await send([noticeOf()], { click: 'https://status.test/x' })
    expect(outcome).toEqual({ kind: 'delivered' })
    expect(request).toMatchObject({ method: 'POST', path: '/' })
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json' })
    expect(request?.headers).not.toHaveProperty('authorization')
    const { title, message, ...rest } = body
    expect(title).toMatch(/^DOWN orders_db \(db-1\.example\.com:5432\): Connection refused/)
    expect(message).toMatch(/^Failure: Connection refused\nFault: the target's fault\n/)
    expect(rest).toEqual({
      topic: TOPIC,
      priority: 5,
      tags: ['rotating_light'],
      click: 'https://status.test/x',
    })
  })

  const info = noticeOf({ incident: { severity: 'info' } })
  const warning = noticeOf({ incident: { severity: 'warning' } })
  it.each([
    ['critical', [noticeOf()], 5, 'rotating_light'],
    ['a warning', [warning], 4, 'warning'],
    ['for information', [info], 2, 'information_source'],
    ['over', [resolvedOf()], 3, 'white_check_mark'],
    ['partly over', [resolvedOf(), info], 2, 'information_source'],
    ['of different severities', [info, noticeOf(), warning], 5, 'rotating_light'],
  ] as const)(
    'has a priority and an emoji for what is %s',
    async (_what, notices, priority, tag) => {
      expect((await send(notices)).body).toMatchObject({ priority, tags: [tag] })
    },
  )

  it.each([
    ['a token', { token: 'tk_of_mine' }, 'Bearer tk_of_mine'],
    ['a user', { user: 'üser', password: 'p:w' }, `Basic ${btoa('Ã¼ser:p:w')}`],
  ])('shows who it is by %s', async (_what, settings, header) => {
    const { request } = await send([noticeOf()], settings)
    expect(request?.headers.authorization).toBe(header)
  })

  it('says what hostile names say, as plain text without control characters', async () => {
    const name = '**@everyone** [a](http://evil.test)\u001b[2J\r\nX-Click: http://evil.test\u202e'
    const { body } = await send([noticeOf({ incident: { subjectId: name } })])
    const shown =
      '**@everyone** [a](http://evil.test)\\x1b[2J\\x0d\\nX-Click: http://evil.test\\u202e'
    expect(body.title).toContain(shown)
    expect(body.tags).toEqual(['rotating_light'])
    expect(body).not.toHaveProperty('markdown')
    expect(body).not.toHaveProperty('click')
    expect(`${body.title}${body.message}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
  })

  it.each(['x', '"', '語', '🙂'])(
    'stays below the limits of the server with many %s',
    async (one) => {
      const notices = Array.from({ length: MAX_NOTICES }, (_, at) =>
        noticeOf({
          incident: { id: `i-${at}`, subjectId: one.repeat(100), error: one.repeat(150) },
        }),
      )
      const { request, body } = await send(notices)
      expect(Buffer.byteLength(body.message)).toBeLessThanOrEqual(4_096)
      expect(Buffer.byteLength(request?.body ?? '')).toBeLessThanOrEqual(8_192)
      expect(`${body.title}${body.message}`).not.toContain('\ufffd')
      expect(body.message).toMatch(/(and \d+ more|…)$/)
    },
  )

  it.each([
    [
      { status: 401, body: '{"code":40101,"http":401,"error":"unauthorized","link":"https://x"}' },
      'the receiver answered 401: unauthorized; check `token`, or `user` and `password`',
    ],
    [
      { status: 403, body: '{"code":40301,"http":403,"error":"forbidden","link":"https://x"}' },
      'the receiver answered 403: forbidden; check who may write to `topic`, and `token`, or `user` and `password`',
    ],
    [{ status: 404, body: '<html>' }, 'the receiver answered 404: <html>'],
  ])('is refused in words: %j', async (answer, error) => {
    const { outcome } = await send([noticeOf()], { token: 'tk_of_mine' }, answer)
    expect(outcome).toEqual({ kind: 'refused', error })
  })

  it('waits as long as a server that limits it says', async () => {
    const body = '{"code":42901,"http":429,"error":"limit reached: too many requests"}'
    const headers = { 'retry-after': '42' }
    expect((await send([noticeOf()], {}, { status: 429, headers, body })).outcome).toEqual({
      kind: 'failed',
      error: 'the receiver answered 429: limit reached: too many requests',
      afterMs: 42_000,
    })
    expect((await send([noticeOf()], {}, { status: 429, body })).outcome).not.toHaveProperty(
      'afterMs',
    )
  })

  it('repeats no secret in an error', async () => {
    const settings = { user: 'user-of-mine', password: 'password-of-mine' }
    const repeats = ({ headers, body }: Received) => `${headers.authorization} ${body}`
    await using server = await startHttpReceiver((request) => ({
      status: 400,
      body: `${settings.user} ${settings.password} ${repeats(request)}`,
    }))
    const config = await load({ topic: TOPIC, url: server.url, ...settings })
    const [channel] = createChannels(config.alerting, { wallMs: () => 0, environment: {} })
    const outcome = JSON.stringify(await channel?.send(messageOf(noticeOf()), never))
    const basic = Buffer.from(`${settings.user}:${settings.password}`).toString('base64')
    for (const secret of [...Object.values(settings), TOPIC, basic]) {
      expect(outcome).not.toContain(secret)
    }
    expect(outcome).toContain('[secret]')
  })

  it.each([
    [{ topic: 'a/b' }, '`topic` must be a topic of ntfy: 1 to 64 letters, digits, - and _'],
    [{}, '`phone` lacks `topic`'],
    [
      { topic: TOPIC, url: 'https://ntfy.sh/alerts' },
      '`url` must be the URL of a server of ntfy, without a topic',
    ],
    [{ topic: TOPIC, url: 'ntfy.sh' }, '`url` must be an http or https URL'],
    [
      { topic: TOPIC, token: 'tk_x', user: 'u', password: 'p' },
      '`phone` must be a mapping with `token`, or with `user` and `password`, not both',
    ],
  ])('refuses the settings %j', async (settings, message) => {
    await expect(load(settings)).rejects.toThrow(message)
  })
})
