import { describe, expect, it } from 'vitest'
import { incidentOf, noticeOf, resolvedOf } from '../../../test/support/notices.js'
import { waitingFor } from '../../../test/support/outbox.js'
import { jsonOf, type ServedMonitor, serveMonitor } from '../../../test/support/served-monitor.js'
import type { Notice } from '../../core/alert/notice.js'
import type { Incident } from '../../core/wire/incident.js'
import type { DeadLetterWire } from '../wire/dead-letter-wire.js'

const path = '/api/v1/dead-letters'
const CHANNELS = [{ kind: 'slack', name: 'chat', url: 'http://127.0.0.1' }] as const

/** A monitor whose channels have refused these notices. */
async function withDead(
  letters: readonly (readonly [string, Notice])[],
  incidents: Incident[] = [],
) {
  const served = await serveMonitor()
  served.configure({ alerting: { channels: CHANNELS, routes: [], inhibitions: [] } })
  const { store } = served
  const outbox = letters.map(([channel, notice]) => ({ channel, group: 'g', notice, notBefore: 0 }))
  await store.commit({ observations: [], outbox, incidents })
  for (const { seq, channel } of (await store.queries.remembered()).outbox) {
    const claim = { channel, token: 'test' }
    const update = { kind: 'dead', seqs: [seq], at: 1_000, error: 'no such chat' } as const
    await store.outbox.settle(claim, update)
  }
  return served
}

async function listed(served: ServedMonitor, query = ''): Promise<readonly DeadLetterWire[]> {
  const answer = await served.ask(`${path}${query}`)
  return (await jsonOf<{ dead_letters: DeadLetterWire[] }>(answer)).dead_letters
}

async function resend(served: ServedMonitor, body: unknown) {
  const response = await served.ask(`${path}/resend`, { method: 'POST', body })
  return { status: response.status, answer: await response.json() }
}

/** What is to be told over `chat`, in order. */
async function toTell(served: ServedMonitor) {
  const entries = await waitingFor(served.store, 'chat')
  return entries.map(({ notice: { kind, at, incident } }) => ({
    kind,
    at,
    verdict: incident.verdict,
  }))
}

describe('dead letters', () => {
  it('are listed with why their channel did not take them, and by channel', async () => {
    await using served = await withDead([
      ['chat', noticeOf()],
      ['mail', resolvedOf()],
    ])
    const all = await listed(served)
    expect(all.map(({ channel, kind }) => [channel, kind])).toEqual([
      ['mail', 'resolved'],
      ['chat', 'opened'],
    ])
    expect(await listed(served, '?channel=chat')).toEqual([all[1]])
    expect(all[1]).toMatchObject({
      error: 'no such chat',
      tries: 1,
      given_up_at: '1970-01-01T00:00:01.000Z',
      summary: expect.stringMatching(/^DOWN orders_db/),
      incident: { id: 'orders-db-mk15cvy0-1a2b' },
    })
    expect(await listed(served, '?limit=1')).toHaveLength(1)
  })

  it('of an incident that is open are sent again as one notice, as it is now', async () => {
    const now = incidentOf({ verdict: 'degraded' })
    const notices = [noticeOf(), noticeOf({ kind: 'reminder' })] as const
    await using served = await withDead(
      notices.map((notice) => ['chat', notice]),
      [now],
    )
    expect(await resend(served, { all: true })).toEqual({
      status: 200,
      answer: { resent: 2, skipped: 0 },
    })
    const at = served.clock.wallMs()
    expect(await toTell(served)).toEqual([{ kind: 'opened', at, verdict: 'degraded' }])
    expect(await listed(served)).toEqual([])
  })

  it('of an incident that is over are sent again with its end', async () => {
    const { incident } = resolvedOf()
    await using served = await withDead([['chat', noticeOf()]], [incident])
    await resend(served, { channel: 'chat' })
    expect((await toTell(served)).map(({ kind }) => kind)).toEqual(['opened', 'resolved'])
  })

  it('have their end once where it is among them', async () => {
    const resolved = resolvedOf()
    const letters = [noticeOf(), resolved].map((notice) => ['chat', notice] as const)
    await using served = await withDead(letters, [resolved.incident])
    const [end, opening] = await listed(served)
    await resend(served, { ids: [end?.id, opening?.id] })
    expect((await toTell(served)).map(({ kind }) => kind)).toEqual(['opened', 'resolved'])
  })

  it('stay where their channel has left the config', async () => {
    await using served = await withDead([['gone', noticeOf()]])
    const { answer } = await resend(served, { all: true })
    expect(answer).toEqual({ resent: 0, skipped: 1 })
    expect(await listed(served)).toHaveLength(1)
  })

  it.each([
    [{}],
    [{ all: true, channel: 'chat' }],
    [{ ids: ['999'] }],
    [{ ids: ['one'] }],
    [{ ids: [1] }],
    [{ all: false }],
  ])('are not sent again for a request that makes no sense: %j', async (body) => {
    await using served = await withDead([['chat', noticeOf()]])
    expect((await resend(served, body)).status).toBe(422)
    expect(await listed(served)).toHaveLength(1)
  })
})
