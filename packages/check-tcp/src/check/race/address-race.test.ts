import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../test/support/manual-clock.js'
import type { IpAddress } from '../../core/target/ip-address.js'
import { parseIpAddress } from '../../core/target/ip-address.js'
import { AddressRace } from './address-race.js'
import type { AddressOutcome } from './connect-address.js'

function address(text: string): IpAddress {
  const parsed = parseIpAddress(text)
  if (!parsed) throw new Error(`${text} is no address`)
  return parsed
}

const V6 = address('2001:db8::1')
const V4 = address('192.0.2.1')

/** A race whose connects end when the test says so. */
function makeRace(mode: 'any' | 'all', signal = new AbortController().signal, graceMs?: number) {
  const clock = new ManualClock()
  const started: string[] = []
  const settle = new Map<string, (outcome: AddressOutcome) => void>()
  const race = new AddressRace({
    mode,
    clock,
    signal,
    graceMs,
    connect: (target, connectSignal) =>
      new Promise((resolve) => {
        started.push(`${clock.monotonicMs()} ${target.text}`)
        settle.set(target.text, resolve)
        const base = { address: target, connectMs: 0, selfConnects: 0, engine: 'node' } as const
        connectSignal.addEventListener('abort', () =>
          resolve({ ...base, reason: { failure: 'cancelled' } }),
        )
      }),
  })
  const base = (target: IpAddress) => ({ address: target, connectMs: 1, selfConnects: 0 })
  const connection = { sourceAddress: '', sourcePort: 1, synRetransmits: 0 }
  return {
    race,
    clock,
    started,
    connected: (target: IpAddress) => settle.get(target.text)?.({ ...base(target), connection }),
    refused: (target: IpAddress) =>
      settle.get(target.text)?.({ ...base(target), reason: { failure: 'refused' } }),
  }
}

describe('AddressRace, any', () => {
  it('starts IPv6 first and the next address 250 ms later, without giving the first one up', async () => {
    const { race, clock, started, connected } = makeRace('any')
    race.offer([V4, V6])
    race.complete()
    await clock.advance(249)
    expect(started).toEqual(['0 2001:db8::1'])
    await clock.advance(1)
    expect(started).toEqual(['0 2001:db8::1', '250 192.0.2.1'])
    await clock.advance(5_000)
    connected(V6)
    const outcomes = await race.outcomes
    expect(outcomes[0]?.connection).toBeDefined()
    expect(outcomes[1]?.reason).toEqual({
      failure: 'cancelled',
      cause: 'another_address_connected',
    })
  })

  it('starts the next address at once when one fails', async () => {
    const { race, clock, started, refused } = makeRace('any')
    race.offer([V6, V4])
    race.complete()
    await clock.advance(10)
    refused(V6)
    await clock.advance(0)
    expect(started).toEqual(['0 2001:db8::1', '10 192.0.2.1'])
    refused(V4)
    expect((await race.outcomes).map(({ reason }) => reason?.failure)).toEqual([
      'refused',
      'refused',
    ])
  })

  it('waits for addresses that the look-up has still to bring', async () => {
    const { race, clock, started, refused, connected } = makeRace('any')
    race.offer([V4])
    await clock.advance(1)
    refused(V4)
    await clock.advance(3_000)
    race.offer([V6])
    race.complete()
    connected(V6)
    expect((await race.outcomes).at(-1)?.connection).toBeDefined()
    expect(started).toEqual(['0 192.0.2.1', '3001 2001:db8::1'])
  })

  it('starts an address that comes after the delay at once, while another is still under way', async () => {
    const { race, clock, started } = makeRace('any')
    race.offer([V6])
    await clock.advance(400)
    race.offer([V4])
    expect(started).toEqual(['0 2001:db8::1', '400 192.0.2.1'])
  })

  it('lets the families take turns', async () => {
    const { race, clock, started } = makeRace('any')
    const texts = ['2001:db8::1', '2001:db8::2', '192.0.2.1', '192.0.2.2']
    race.offer(texts.map(address))
    race.complete()
    await clock.advance(1_000)
    expect(started.map((line) => line.split(' ')[1])).toEqual([
      '2001:db8::1',
      '192.0.2.1',
      '2001:db8::2',
      '192.0.2.2',
    ])
  })

  it('ends with nothing when there are no addresses', async () => {
    const { race } = makeRace('any')
    race.complete()
    expect(await race.outcomes).toEqual([])
  })

  it('ends every connect when the caller aborts', async () => {
    const abort = new AbortController()
    const { race, clock, started } = makeRace('any', abort.signal)
    race.offer([V6, V4, address('192.0.2.2')])
    race.complete()
    await clock.advance(300)
    abort.abort()
    const outcomes = await race.outcomes
    expect(outcomes.map(({ reason }) => reason)).toEqual([
      { failure: 'cancelled' },
      { failure: 'cancelled' },
    ])
    expect(started).toHaveLength(2)
  })
})

describe('AddressRace, all', () => {
  it('starts every address at once and waits for each of them', async () => {
    const { race, clock, started, connected, refused } = makeRace('all')
    race.offer([V4, V6])
    race.complete()
    await clock.advance(0)
    expect(started).toHaveLength(2)
    connected(V4)
    await clock.advance(1_000)
    refused(V6)
    const outcomes = await race.outcomes
    expect(outcomes.map(({ address }) => address.family)).toEqual([6, 4])
    expect(outcomes.map(({ reason }) => reason?.failure)).toEqual(['refused', undefined])
  })
})

describe('AddressRace, with a grace', () => {
  const failures = (outcomes: readonly AddressOutcome[]) =>
    outcomes.map(({ address, reason }) => [address.text, reason?.failure])

  it.each(['any', 'all'] as const)(
    '%s: gives a silent address up that long after another one refused',
    async (mode) => {
      const { race, clock, refused } = makeRace(mode, undefined, 2_000)
      race.offer([V6, V4])
      race.complete()
      await clock.advance(300)
      refused(V4)
      await clock.advance(1_999)
      let over = false
      void race.outcomes.then(() => {
        over = true
      })
      await clock.advance(0)
      expect(over).toBe(false)
      await clock.advance(1)
      expect(failures(await race.outcomes)).toEqual([
        [V6.text, 'timeout'],
        [V4.text, 'refused'],
      ])
    },
  )

  it('counts it from the last address that was begun with', async () => {
    const { race, clock, refused } = makeRace('any', undefined, 300)
    let over = false
    void race.outcomes.then(() => {
      over = true
    })
    race.offer([V6, V4, address('192.0.2.2')])
    race.complete()
    refused(V6)
    await clock.advance(250)
    await clock.advance(299)
    expect(over).toBe(false)
    await clock.advance(1)
    expect(failures(await race.outcomes)).toEqual([
      [V6.text, 'refused'],
      [V4.text, 'timeout'],
      ['192.0.2.2', 'timeout'],
    ])
  })

  it('has none where no address said no', async () => {
    const { race, clock, connected } = makeRace('any', undefined, 2_000)
    race.offer([V6, V4])
    race.complete()
    await clock.advance(60_000)
    connected(V4)
    expect(failures(await race.outcomes)).toEqual([
      [V6.text, 'cancelled'],
      [V4.text, undefined],
    ])
  })
})
