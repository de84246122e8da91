import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../test/support/virtual-clock.js'
import type { Channel, Message, SendOutcome } from '../core/alert/channel.js'
import { sendTestAlert } from './test-alert.js'
import { summary } from './wording/summary.js'

function scripted(outcomes: readonly SendOutcome[]) {
  const messages: Message[] = []
  const left = [...outcomes]
  const channel: Channel = {
    name: 'pager',
    kind: 'scripted',
    async send(message) {
      messages.push(message)
      return left.shift() ?? { kind: 'delivered' }
    },
  }
  return { channel, messages }
}

describe('a test alert', () => {
  const clock = new VirtualClock()
  const rest = { location: 'home', clock, random: () => 0.5 }

  it('opens and resolves an incident marked as a test', async () => {
    const { channel, messages } = scripted([])
    expect(await sendTestAlert({ channel, ...rest })).toEqual({
      opened: { kind: 'delivered' },
      resolved: { kind: 'delivered' },
    })
    const notices = messages.flatMap((message) => message.notices)
    expect(notices.map(({ kind }) => kind)).toEqual(['opened', 'resolved'])
    expect(new Set(notices.map(({ incident }) => incident.id)).size).toBe(1)
    expect(notices.map(summary)).toEqual([
      'UNKNOWN monitor test-alert: TEST, nothing is wrong, since 00:00:00 UTC',
      'RESOLVED monitor test-alert: over after 0 s (TEST, nothing is wrong)',
    ])
  })

  it('has an incident id and keys as they are allowed, and each key once', async () => {
    const { channel, messages } = scripted([])
    await sendTestAlert({ channel, ...rest })
    expect(messages[0]?.notices[0]?.incident.id).toMatch(/^[a-z0-9-]{1,128}$/)
    const keys = messages.map(({ key }) => key)
    expect(new Set(keys).size).toBe(2)
    expect(keys.every((key) => key.length <= 64)).toBe(true)
  })

  it('stays open where the receiver waits before it tells anybody, and ends there by itself', async () => {
    const { channel, messages } = scripted([])
    const waiting = { ...channel, waitsMs: async () => 30_000 }
    const outcome = await sendTestAlert({ channel: waiting, ...rest })
    const endsAt = clock.wallMs() + 90_000
    expect(outcome).toEqual({ opened: { kind: 'delivered' }, later: { waitMs: 30_000, endsAt } })
    const notices = messages.flatMap((message) => message.notices)
    expect(notices).toMatchObject([{ kind: 'opened', incident: { closedAt: endsAt } }])
  })

  it('stays open for longer where the receiver does not say how long it waits', async () => {
    const { channel } = scripted([])
    const waiting = { ...channel, waitsMs: async () => undefined }
    const { later } = await sendTestAlert({ channel: waiting, ...rest })
    expect(later).toEqual({ endsAt: clock.wallMs() + 360_000 })
  })

  it('resolves also where the opening did not get through, and tells how each went', async () => {
    const refused: SendOutcome = { kind: 'refused', error: 'no such chat' }
    const { channel } = scripted([refused])
    const outcome = await sendTestAlert({ channel, ...rest })
    expect(outcome).toEqual({ opened: refused, resolved: { kind: 'delivered' } })
  })
})
