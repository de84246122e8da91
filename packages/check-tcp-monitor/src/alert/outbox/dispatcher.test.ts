import { describe, expect, it, vi } from 'vitest'
import { MemoryStore } from '../../../test/simulator/memory-store.js'
import { noticeOf, SINCE } from '../../../test/support/notices.js'
import { waitingFor } from '../../../test/support/outbox.js'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import type { Channel, Message, SendOutcome } from '../../core/alert/channel.js'
import type { NewOutboxEntry } from '../../core/alert/outbox.js'
import { StoreError } from '../../core/store/store-error.js'
import { Dispatcher } from './dispatcher.js'

const HOUR = 3_600_000
const FAILED: SendOutcome = { kind: 'failed', error: 'not now' }
const DELIVERED: SendOutcome = { kind: 'delivered' }

interface Sent {
  readonly at: number
  readonly message: Message
}

/** A channel whose answers a test writes down beforehand; then it delivers. */
function scripted(clock: VirtualClock, answers: readonly SendOutcome[] = [], name = 'pager') {
  const sent: Sent[] = []
  const left = [...answers]
  const channel: Channel = {
    name,
    kind: 'scripted',
    async send(message) {
      sent.push({ at: clock.monotonicMs(), message })
      return left.shift() ?? DELIVERED
    },
  }
  return { channel, sent }
}

function entryFor(id: string, more: Partial<NewOutboxEntry> = {}): NewOutboxEntry {
  const notice = noticeOf({ at: SINCE, incident: { id } })
  return { channel: 'pager', group: id, notice, notBefore: 0, ...more }
}

async function started(answers: readonly SendOutcome[] = []) {
  const clock = new VirtualClock(SINCE)
  const store = new MemoryStore()
  const pager = scripted(clock, answers)
  const health: [string, string | undefined][] = []
  const tries: string[] = []
  const failures: unknown[] = []
  const dispatcher = new Dispatcher({
    outbox: store.outbox,
    clock,
    random: () => 1,
    channels: [pager.channel],
    onHealth: (name, error) => health.push([name, error]),
    onTry: (name, outcome, notices, error) =>
      tries.push([name, outcome, notices, ...(error === undefined ? [] : [error])].join(' ')),
    onStoreFailure: (error) => failures.push(error),
  })
  const put = async (...entries: readonly NewOutboxEntry[]) => {
    await store.commit({ observations: [], outbox: entries })
    dispatcher.wake()
    await clock.advance(0)
  }
  return { clock, store, dispatcher, put, health, tries, failures, ...pager }
}

describe('the dispatcher', () => {
  it('delivers what is due, and marks it', async () => {
    const { put, sent, store, tries } = await started()
    await put(entryFor('a'), entryFor('b'))
    expect(sent.map(({ message }) => message.notices[0]?.incident.id)).toEqual(['a', 'b'])
    expect(store.pending).toBe(0)
    expect(store.delivered).toHaveLength(2)
    expect(tries).toEqual(['pager delivered 1', 'pager delivered 1'])
  })

  it('waits until an entry is due', async () => {
    const { put, sent, clock } = await started()
    await put(entryFor('a', { notBefore: SINCE + 30_000 }))
    await clock.advance(29_999)
    expect(sent).toEqual([])
    await clock.advance(1)
    expect(sent).toHaveLength(1)
  })

  it('tries again with growing waits, the same message under the same key', async () => {
    const { put, sent, clock } = await started([FAILED, FAILED])
    await put(entryFor('a', { group: 'all' }))
    await put(entryFor('b', { group: 'all' }))
    await clock.advance(HOUR)
    expect(sent.map(({ at }) => at)).toEqual([0, 5_000, 15_000, 15_000])
    expect(new Set(sent.slice(0, 3).map(({ message }) => message.key)).size).toBe(1)
    expect(sent[3]?.message.notices[0]?.incident.id).toBe('b')
  })

  it('says from the first try on why it failed', async () => {
    const { put, clock, tries } = await started([
      FAILED,
      { kind: 'refused', error: 'no such chat' },
    ])
    await put(entryFor('a'))
    expect(tries).toEqual(['pager failed 1 not now'])
    await clock.advance(HOUR)
    expect(tries).toEqual(['pager failed 1 not now', 'pager refused 1 no such chat'])
  })

  it('waits as long as the receiver asks for', async () => {
    const { put, sent, clock } = await started([{ ...FAILED, afterMs: 90_000 }])
    await put(entryFor('a'))
    await clock.advance(HOUR)
    expect(sent.map(({ at }) => at)).toEqual([0, 90_000])
  })

  it('puts what is refused among the dead letters, reports it, and goes on', async () => {
    const { put, sent, store, health } = await started([{ kind: 'refused', error: 'no such chat' }])
    await put(entryFor('a'), entryFor('b'))
    expect(store.dead.map(({ notice }) => notice.incident.id)).toEqual(['a'])
    expect(sent).toHaveLength(2)
    expect(health).toEqual([
      ['pager', 'no such chat'],
      ['pager', undefined],
    ])
  })

  it('reports a channel after 5 tries that failed, and that it is over', async () => {
    const { put, health, clock, store } = await started(Array(6).fill(FAILED))
    await put(entryFor('a'))
    await clock.advance(74_999)
    expect(health).toEqual([])
    await clock.advance(1)
    expect(health).toEqual([['pager', 'not now']])
    await clock.advance(HOUR)
    expect(health.at(-1)).toEqual(['pager', undefined])
    expect(store.pending).toBe(0)
  })

  it('lets others pass a message that fails again and again, and does not blame the channel', async () => {
    const clock = new VirtualClock(SINCE)
    const store = new MemoryStore()
    const delivered: string[] = []
    const health: (string | undefined)[] = []
    const channel: Channel = {
      name: 'pager',
      kind: 'picky',
      async send({ notices }) {
        const ids = notices.map(({ incident }) => incident.id)
        if (ids.includes('bad')) return FAILED
        delivered.push(...ids)
        return DELIVERED
      },
    }
    const onHealth = (_name: string, error: string | undefined) => health.push(error)
    const channels = [channel]
    const dispatcher = new Dispatcher({
      outbox: store.outbox,
      clock,
      random: () => 1,
      channels,
      onHealth,
    })
    const outbox = [entryFor('bad'), entryFor('a'), entryFor('b')]
    await store.commit({ observations: [], outbox })
    dispatcher.wake()
    await clock.advance(15_000)
    expect(delivered).toEqual(['a', 'b'])
    await clock.advance(20_000)
    expect(store.pending).toBe(1)
    expect(health).toEqual([undefined])
  })

  it('says of a channel that it delivers at its first delivery, and not at each', async () => {
    const { put, health } = await started()
    await put(entryFor('a'), entryFor('b'))
    expect(health).toEqual([['pager', undefined]])
  })

  it('gives a message up after a day of tries', async () => {
    const { put, sent, store, clock } = await started(Array(1_000).fill(FAILED))
    await put(entryFor('a'))
    await clock.advance(23 * HOUR)
    expect(store.pending).toBe(1)
    await clock.advance(24 * HOUR)
    expect(store.pending).toBe(0)
    expect(store.dead).toHaveLength(1)
    expect(sent).toHaveLength(128)
  })

  it('tries for a full day what was delayed for longer than that', async () => {
    const { put, store, clock } = await started([FAILED, FAILED])
    await put(entryFor('a', { notBefore: SINCE + 72 * HOUR }))
    await clock.advance(73 * HOUR)
    expect(store.dead).toEqual([])
    expect(store.delivered).toHaveLength(1)
  })

  it('finds what is due behind thousands that wait', async () => {
    const { put, sent } = await started()
    const waiting = Array.from({ length: 5_000 }, (_, at) =>
      entryFor(`w${at}`, { notBefore: SINCE + HOUR }),
    )
    await put(...waiting, entryFor('due'))
    expect(sent.map(({ message }) => message.notices[0]?.incident.id)).toEqual(['due'])
  })

  it('keeps trying after a channel that throws against its contract', async () => {
    const clock = new VirtualClock(SINCE)
    const store = new MemoryStore()
    let sends = 0
    const channel: Channel = {
      name: 'pager',
      kind: 'broken',
      send: () =>
        ++sends === 1 ? Promise.reject(new Error('broken')) : Promise.resolve(DELIVERED),
    }
    const dispatcher = new Dispatcher({
      outbox: store.outbox,
      clock,
      random: () => 1,
      channels: [channel],
    })
    await store.commit({ observations: [], outbox: [entryFor('a')] })
    dispatcher.wake()
    await clock.advance(5_000)
    expect([sends, store.pending]).toEqual([2, 0])
  })

  it('lets no channel wait for another', async () => {
    const clock = new VirtualClock(SINCE)
    const store = new MemoryStore()
    const [dead, alive] = [scripted(clock, Array(9).fill(FAILED), 'dead'), scripted(clock)]
    const channels = [dead.channel, alive.channel]
    const dispatcher = new Dispatcher({ outbox: store.outbox, clock, random: () => 1, channels })
    await store.commit({
      observations: [],
      outbox: [entryFor('a', { channel: 'dead' }), entryFor('a'), entryFor('b')],
    })
    dispatcher.wake()
    await clock.advance(0)
    expect([dead.sent.length, alive.sent.length]).toEqual([1, 2])
  })
})

/** A channel that takes for ever, and notes when it is told to give up. */
function endless(cutOff: string[]): Channel {
  return {
    name: 'pager',
    kind: 'endless',
    send: (_message, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          cutOff.push('cut off')
          resolve({ kind: 'failed', error: 'cut off' })
        })
      }),
  }
}

describe('a send that is cut off', () => {
  async function sending() {
    const clock = new VirtualClock(SINCE)
    const store = new MemoryStore()
    const cutOff: string[] = []
    const channels = [endless(cutOff)]
    const dispatcher = new Dispatcher({ outbox: store.outbox, clock, random: () => 1, channels })
    await store.commit({ observations: [], outbox: [entryFor('a')] })
    dispatcher.wake()
    await clock.advance(0)
    return { clock, store, dispatcher, cutOff }
  }

  it('by a stop stays in the outbox as it was', async () => {
    const { dispatcher, cutOff, store } = await sending()
    await dispatcher.stop()
    expect(cutOff).toEqual(['cut off'])
    expect(await waitingFor(store, 'pager')).toMatchObject([{ tries: 0 }])
  })

  it('by its 30 seconds counts as a try that failed', async () => {
    const { clock, cutOff, store } = await sending()
    await clock.advance(29_999)
    expect(cutOff).toEqual([])
    await clock.advance(1)
    expect(await waitingFor(store, 'pager')).toMatchObject([{ tries: 1, lastError: 'cut off' }])
  })
})

describe('two dispatchers of one outbox', () => {
  it('send everything once and in order, and the other goes on where one is stopped', async () => {
    const { clock, store, sent, dispatcher, put, failures } = await started()
    const other = scripted(clock)
    const second = new Dispatcher({
      outbox: store.outbox,
      clock,
      random: () => 1,
      channels: [other.channel],
      onStoreFailure: (error) => failures.push(error),
    })
    await put(entryFor('a'), entryFor('b'))
    second.wake()
    await put(entryFor('c'))
    second.wake()
    await clock.advance(HOUR)
    expect([sent.length, other.sent.length]).toEqual([3, 0])
    await dispatcher.stop()
    await put(entryFor('d'))
    second.wake()
    await clock.advance(2_000)
    expect(other.sent.map(({ message }) => message.notices[0]?.incident.id)).toEqual(['d'])
    expect(failures).toEqual([])
  })
})

describe('a store that does not serve', () => {
  it('is asked until it takes what was delivered, which is not sent again', async () => {
    const { put, store, sent, clock, failures: reported } = await started()
    const settle = store.outbox.settle.bind(store.outbox)
    let failures = 3
    store.outbox.settle = async (claim, change) => {
      if (failures-- > 0) throw new StoreError('STORE_LOCKED', 'somebody else has it')
      return settle(claim, change)
    }
    await put(entryFor('a'))
    expect([sent.length, store.pending]).toEqual([1, 1])
    await clock.advance(6_000)
    expect([sent.length, store.pending]).toEqual([1, 0])
    expect(reported.map((error) => error !== undefined)).toEqual([true, true, true, false])
  })

  it('is asked for the outbox again after 2 seconds, and reported', async () => {
    const { put, store, sent, clock, failures } = await started()
    const read = store.outbox.claim.bind(store.outbox)
    const error = new StoreError('STORE_LOCKED', 'somebody else has it')
    let left = 2
    store.outbox.claim = async (claim, limit) => {
      if (left-- > 0) throw error
      return read(claim, limit)
    }
    await put(entryFor('a'))
    expect(sent).toEqual([])
    expect(failures).toEqual([error])
    await clock.advance(4_000)
    expect(sent).toHaveLength(1)
    expect(failures).toEqual([error, error, undefined])
  })

  it('does not keep a stop waiting', async () => {
    const { put, store, dispatcher, clock } = await started()
    store.outbox.settle = async () => {
      throw new StoreError('STORE_LOCKED', 'somebody else has it')
    }
    await put(entryFor('a'))
    await dispatcher.stop()
    await clock.advance(HOUR)
    expect(store.pending).toBe(1)
  })

  it('leaves no listener behind, however often it is asked', async () => {
    const { put, store, clock } = await started()
    store.outbox.settle = async () => {
      throw new StoreError('STORE_LOCKED', 'somebody else has it')
    }
    const add = vi.spyOn(EventTarget.prototype, 'addEventListener')
    const remove = vi.spyOn(EventTarget.prototype, 'removeEventListener')
    try {
      await put(entryFor('a'))
      const [added, removed] = [add.mock.calls.length, remove.mock.calls.length]
      await clock.advance(20_000)
      expect(add.mock.calls.length - added).toBe(10)
      expect(remove.mock.calls.length - removed).toBe(10)
    } finally {
      add.mockRestore()
      remove.mockRestore()
    }
  })

  it('goes on after a listener that throws', async () => {
    const clock = new VirtualClock(SINCE)
    const store = new MemoryStore()
    const { channel, sent } = scripted(clock)
    let throws = true
    const onTry = () => {
      if (throws) throw new Error('a fault of ours')
    }
    const failures: unknown[] = []
    const onStoreFailure = (error: unknown) => failures.push(error)
    const channels = [channel]
    const options = {
      outbox: store.outbox,
      clock,
      random: () => 1,
      channels,
      onTry,
      onStoreFailure,
    }
    const dispatcher = new Dispatcher(options)
    await store.commit({ observations: [], outbox: [entryFor('a')] })
    dispatcher.wake()
    await clock.advance(0)
    expect(failures).toEqual([new Error('a fault of ours')])
    throws = false
    await clock.advance(2_000)
    expect([sent.length, store.pending]).toEqual([2, 0])
  })

  it('that answers after a stop leads to no send', async () => {
    const { store, sent, dispatcher, clock } = await started()
    const read = store.outbox.claim.bind(store.outbox)
    let answer = () => {}
    store.outbox.claim = async (claim, limit) => {
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      return read(claim, limit)
    }
    await store.commit({ observations: [], outbox: [entryFor('a')] })
    dispatcher.wake()
    await clock.advance(0)
    const stopped = dispatcher.stop()
    answer()
    await stopped
    expect([sent.length, store.pending]).toEqual([0, 1])
  })
})
