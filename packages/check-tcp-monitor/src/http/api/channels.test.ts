import { describe, expect, it } from 'vitest'
import { jsonOf, serveMonitor } from '../../../test/support/served-monitor.js'
import type { HttpOptions } from '../http-options.js'

type Channels = NonNullable<HttpOptions['channels']>

const STATES: ReturnType<Channels['channels']> = [
  {
    ...{ name: 'chat', kind: 'slack', waiting: 2, delivers: true },
    ...{
      deliveredAt: Date.UTC(2026, 0, 5),
      failedAt: Date.UTC(2026, 0, 4),
      error: 'it answered 500',
    },
  },
  { name: 'mail', kind: 'email', waiting: 0 },
]

function channelsWith(test: Channels['test']): { readonly extras: Partial<HttpOptions> } {
  return { extras: { channels: { channels: () => STATES, test } } }
}

describe('channels', () => {
  it('say whether they deliver, and what waits', async () => {
    await using served = await serveMonitor(channelsWith(async () => undefined))
    expect(await (await served.ask('/api/v1/channels')).json()).toEqual({
      channels: [
        {
          ...{ channel: 'chat', kind: 'slack', delivers: true, waiting: 2, dead_letters: 0 },
          delivered_at: '2026-01-05T00:00:00.000Z',
          failed_at: '2026-01-04T00:00:00.000Z',
          error: 'it answered 500',
        },
        { channel: 'mail', kind: 'email', waiting: 0, dead_letters: 0 },
      ],
    })
    await using without = await serveMonitor()
    expect(await (await without.ask('/api/v1/channels')).json()).toEqual({ channels: [] })
  })

  it('are tested, and say how that went', async () => {
    const tested: string[] = []
    await using served = await serveMonitor(
      channelsWith(async (name) => {
        tested.push(name)
        if (name === 'mail') {
          const later = { waitMs: 30_000, endsAt: Date.UTC(2026, 0, 6) }
          return { opened: { kind: 'delivered' }, later }
        }
        return { opened: { kind: 'delivered' }, resolved: { kind: 'failed', error: 'no answer' } }
      }),
    )
    const test = async (name: string) =>
      served.ask(`/api/v1/channels/${name}/test`, { method: 'POST' })
    expect(await (await test('chat')).json()).toEqual({
      opened: { outcome: 'delivered' },
      resolved: { outcome: 'failed', error: 'no answer' },
    })
    expect(await (await test('mail')).json()).toEqual({
      opened: { outcome: 'delivered' },
      later: { wait: 30, ends_at: '2026-01-06T00:00:00.000Z' },
    })
    const unknown = await test('chad')
    expect(unknown.status).toBe(404)
    expect((await jsonOf<{ detail: string }>(unknown)).detail).toBe(
      'the config has no channel "chad"; did you mean "chat"?',
    )
    expect(tested).toEqual(['chat', 'mail'])
  })

  it('are tested one at a time each', async () => {
    await using served = await serveMonitor(channelsWith(async () => undefined))
    const response = await served.ask('/api/v1/channels/chat/test', { method: 'POST' })
    expect(response.status).toBe(429)
  })
})
