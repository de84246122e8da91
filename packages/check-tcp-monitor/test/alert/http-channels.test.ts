import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { KnownChannelConfig } from '../../src/alert/channels/channel-definitions.js'
import { createChannels } from '../../src/alert/channels/create-channels.js'
import { MAX_NOTICES } from '../../src/alert/outbox/next-message.js'
import { type Answer, type Received, startHttpReceiver } from '../support/http-receiver.js'
import { messageOf, noticeOf, resolvedOf } from '../support/notices.js'

const WALL = Date.UTC(2026, 0, 5, 12, 3, 20)
const never = new AbortController().signal

function channelOf(config: KnownChannelConfig) {
  const [channel] = createChannels({ channels: [config] }, { wallMs: () => WALL, environment: {} })
  if (!channel) throw new RangeError('one config makes one channel')
  return channel
}

function jsonOf(received: Received | undefined) {
  return JSON.parse(received?.body ?? '')
}

const MANY = messageOf(
  ...Array.from({ length: MAX_NOTICES }, (_, at) =>
    noticeOf({ incident: { id: `i-${at}`, error: `<!channel> & ${'x'.repeat(200)}` } }),
  ),
)

describe('the webhook channel', () => {
  it('posts JSON with the key of the message and a signature that the receiver can verify', async () => {
    await using receiver = await startHttpReceiver()
    const channel = channelOf({
      kind: 'webhook',
      name: 'hook',
      url: `${receiver.url}/hook`,
      secret: 'of the hook',
      headers: { 'X-Team': 'storage', 'IDEMPOTENCY-KEY': 'mine' },
    })
    const message = messageOf(noticeOf(), resolvedOf())
    expect(await channel.send(message, never)).toEqual({ kind: 'delivered' })
    const [got] = receiver.received
    expect(got).toMatchObject({ method: 'POST', path: '/hook' })
    expect(got?.headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': message.key,
      'x-team': 'storage',
    })
    const [, seconds, digest] =
      /^t=(\d+),v1=(.*)$/.exec(String(got?.headers['x-check-tcp-signature'])) ?? []
    const own = createHmac('sha256', 'of the hook').update(`${seconds}.${got?.body}`).digest('hex')
    expect([seconds, digest]).toEqual([String(WALL / 1_000), own])
    expect(jsonOf(got)).toMatchObject({
      version: 1,
      key: message.key,
      title: '1 down in db, production: orders_db; 1 resolved in db, production: orders_db',
      notices: [{ kind: 'opened' }, { kind: 'resolved' }],
    })
  })

  it('signs nothing without a secret', async () => {
    await using receiver = await startHttpReceiver()
    await channelOf({ kind: 'webhook', name: 'hook', url: receiver.url }).send(MANY, never)
    expect(receiver.received[0]?.headers).not.toHaveProperty('x-check-tcp-signature')
  })
})

describe('the Slack channel', () => {
  it('posts a text in which nobody is mentioned and nothing is markup', async () => {
    await using receiver = await startHttpReceiver(() => ({ status: 200, body: 'ok' }))
    const channel = channelOf({
      kind: 'slack',
      name: 'chat',
      url: `${receiver.url}/services/T0/B0/x`,
    })
    expect(await channel.send(MANY, never)).toEqual({ kind: 'delivered' })
    const body = jsonOf(receiver.received[0])
    expect(Object.keys(body)).toEqual(['text', 'mrkdwn', 'unfurl_links', 'unfurl_media'])
    expect(body.mrkdwn).toBe(false)
    expect(body.text).toContain('100 down in db, production: orders_db\n\nDOWN orders_db')
    expect(body.text).toContain('&lt;!channel&gt; &amp;')
    expect(body.text).not.toMatch(/[<>]/)
    expect(body.text.length).toBeLessThan(40_000)
  })

  it.each([
    [{ status: 404, body: 'no_service' }, 'refused'],
    [{ status: 429, headers: { 'retry-after': '30' } }, 'failed'],
  ] as const)('judges what Slack answers: %j', async (answer, kind) => {
    await using receiver = await startHttpReceiver(() => answer)
    const channel = channelOf({ kind: 'slack', name: 'chat', url: receiver.url })
    expect(await channel.send(MANY, never)).toMatchObject({
      kind,
      ...(kind === 'failed' ? { afterMs: 30_000 } : {}),
    })
  })
})

describe('the Telegram channel', () => {
  const config = {
    kind: 'telegram',
    name: 'chat',
    token: '123456:token-of-mine',
    chat: '-100',
  } as const

  it('sends a plain text of a length that Telegram takes to its chat', async () => {
    await using receiver = await startHttpReceiver(() => ({ status: 200, body: '{"ok":true}' }))
    const channel = channelOf({ ...config, url: `${receiver.url}/` })
    expect(await channel.send(MANY, never)).toEqual({ kind: 'delivered' })
    expect(receiver.received[0]?.path).toBe('/bot123456:token-of-mine/sendMessage')
    const body = jsonOf(receiver.received[0])
    expect(body).toMatchObject({ chat_id: '-100', link_preview_options: { is_disabled: true } })
    expect(body).not.toHaveProperty('parse_mode')
    expect(body.text.length).toBeLessThanOrEqual(4_096)
    expect(body.text).toMatch(/^100 down in db, production: orders_db\n\n[\s\S]*and \d+ more$/)
  })

  it('waits as long as the body of a 429 asks for', async () => {
    const body = '{"ok":false,"error_code":429,"parameters":{"retry_after":17}}'
    await using receiver = await startHttpReceiver(() => ({ status: 429, body }))
    const outcome = await channelOf({ ...config, url: receiver.url }).send(MANY, never)
    expect(outcome).toMatchObject({ kind: 'failed', afterMs: 17_000 })
  })

  it('repeats its token in no error', async () => {
    await using receiver = await startHttpReceiver(({ path }) => ({ status: 404, body: path }))
    const outcome = await channelOf({ ...config, url: receiver.url }).send(MANY, never)
    expect(outcome.kind).toBe('refused')
    expect(JSON.stringify(outcome)).not.toContain('token-of-mine')
  })
})

describe('the PagerDuty channel', () => {
  const accepted: Answer = { status: 202, body: '{"status":"success"}' }

  function pagerAt(url: string) {
    return channelOf({ kind: 'pagerduty', name: 'pager', routing_key: 'routing-key-of-mine', url })
  }

  it('sends one event a notice in order, all of an incident under its id', async () => {
    await using receiver = await startHttpReceiver(() => accepted)
    const acknowledged = { at: WALL, by: 'ops' }
    const message = messageOf(
      noticeOf(),
      noticeOf({ kind: 'changed', incident: { severity: 'warning', acknowledged } }),
      resolvedOf(),
    )
    expect(await pagerAt(receiver.url).send(message, never)).toEqual({ kind: 'delivered' })
    const events = receiver.received.map(jsonOf)
    expect(events.map(({ event_action }) => event_action)).toEqual([
      'trigger',
      'acknowledge',
      'resolve',
    ])
    expect(new Set(events.map(({ dedup_key }) => dedup_key))).toEqual(
      new Set(['orders-db-mk15cvy0-1a2b']),
    )
    expect(events[0]).toMatchObject({
      routing_key: 'routing-key-of-mine',
      payload: {
        summary:
          "DOWN orders_db (db-1.example.com:5432): Connection refused, the target's fault, since 12:03:10 UTC",
        source: 'db-1.example.com:5432',
        severity: 'critical',
        timestamp: '2026-01-05T12:03:10.000Z',
        component: 'orders_db',
        group: 'home',
        class: 'refused',
        custom_details: {
          fault: "the target's fault",
          baseline: '12 ms, at most 40 ms',
          do_first: 'Verify the service is running on the target host',
        },
      },
    })
  })

  it('goes on in the next try where the one before failed', async () => {
    let events = 0
    await using receiver = await startHttpReceiver(() =>
      ++events === 2 ? { status: 429, headers: { 'retry-after': '5' } } : accepted,
    )
    const channel = pagerAt(receiver.url)
    const message = messageOf(noticeOf(), resolvedOf())
    expect(await channel.send(message, never)).toMatchObject({ kind: 'failed', afterMs: 5_000 })
    expect(await channel.send(message, never)).toEqual({ kind: 'delivered' })
    const actions = receiver.received.map((each) => jsonOf(each).event_action)
    expect(actions).toEqual(['trigger', 'resolve', 'resolve'])
  })

  it('is refused where the event is, and does not repeat its key', async () => {
    const body = '{"status":"invalid event","errors":["routing-key-of-mine is not valid"]}'
    await using receiver = await startHttpReceiver(() => ({ status: 400, body }))
    const outcome = await pagerAt(receiver.url).send(MANY, never)
    expect(outcome.kind).toBe('refused')
    expect(JSON.stringify(outcome)).not.toContain('routing-key-of-mine')
    expect(receiver.received).toHaveLength(1)
  })
})

describe('the Alertmanager channel', () => {
  const old = {
    labels: { alertname: 'CheckTcpTarget', incident: 'orders-db-mk15cvy0-1a2b', severity: 'info' },
    annotations: {},
    startsAt: '2026-01-05T12:03:10.000Z',
    endsAt: '2027-01-05T12:03:10.000Z',
    fingerprint: 'abc',
  }

  function speaksAlertmanager({ method }: Received): Answer {
    return { status: 200, body: method === 'GET' ? JSON.stringify([old]) : '' }
  }

  it('posts what opens at once, below the path of its URL', async () => {
    await using receiver = await startHttpReceiver(speaksAlertmanager)
    const url = `${receiver.url}/alertmanager/`
    const channel = channelOf({
      kind: 'alertmanager',
      name: 'am',
      url,
      labels: { team: 'storage' },
    })
    expect(await channel.send(messageOf(noticeOf()), never)).toEqual({ kind: 'delivered' })
    expect(receiver.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /alertmanager/api/v2/alerts',
    ])
    expect(jsonOf(receiver.received[0])).toMatchObject([
      { labels: { team: 'storage', check: 'orders_db' }, endsAt: '2027-01-05T12:03:15.000Z' },
    ])
  })

  it('ends what is known of an incident under other labels along with its resolve', async () => {
    await using receiver = await startHttpReceiver(speaksAlertmanager)
    const channel = channelOf({ kind: 'alertmanager', name: 'am', url: receiver.url })
    expect(await channel.send(messageOf(noticeOf(), resolvedOf()), never)).toEqual({
      kind: 'delivered',
    })
    const [asked, posted] = receiver.received
    expect(asked?.path).toBe(
      `/api/v2/alerts?filter=${encodeURIComponent('incident=~"orders-db-mk15cvy0-1a2b"')}`,
    )
    expect(jsonOf(posted)).toMatchObject([
      { labels: { severity: 'critical' }, endsAt: '2026-01-05T12:15:13.000Z' },
      { labels: old.labels, endsAt: new Date(WALL).toISOString() },
    ])
  })

  it('failed where what is there does not answer as Alertmanager does', async () => {
    await using receiver = await startHttpReceiver(() => ({ status: 200, body: '<html>' }))
    const channel = channelOf({ kind: 'alertmanager', name: 'am', url: receiver.url })
    expect(await channel.send(messageOf(resolvedOf()), never)).toEqual({
      kind: 'failed',
      error: 'the receiver does not answer as Alertmanager does',
    })
  })
})
