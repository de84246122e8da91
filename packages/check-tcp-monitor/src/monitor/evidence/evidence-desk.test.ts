import { beforeEach, describe, expect, it } from 'vitest'
import { evidence } from '../../../test/history/sample-history.js'
import { checkOf } from '../../../test/support/served-monitor.js'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import { EvidenceDesk } from './evidence-desk.js'
import type { EvidenceOrder, Look } from './look.js'

interface Underway {
  readonly id: string
  readonly host: string
  readonly end: (look: Look) => void
}

const REFUSED = { failure: 'refused', location: 'here' } as const

function orderOf(id: string, host: string, change: Partial<EvidenceOrder> = {}): EvidenceOrder {
  const check = checkOf(id, 5432)
  const parameters = { ...check.parameters, host }
  return { check: { ...check, parameters }, incidentId: `i-${id}`, ...REFUSED, ...change }
}

describe('an evidence desk', () => {
  let clock: VirtualClock
  let looks: Underway[]
  let kept: Map<string, Look>
  let settled: number
  let wanted: (order: EvidenceOrder) => boolean
  let desk: EvidenceDesk
  beforeEach(() => {
    clock = new VirtualClock()
    looks = []
    kept = new Map()
    settled = 0
    wanted = () => true
    desk = new EvidenceDesk({
      clock,
      lookAt: ({ check }) =>
        new Promise((end) => {
          looks.push({ id: check.id, host: check.parameters.host, end })
        }),
      isWanted: (order) => wanted(order),
      keep: async ({ incidentId }, look) => {
        kept.set(incidentId, look)
      },
      onSettled: () => settled++,
    })
  })

  const ids = () => looks.map(({ id }) => id)
  async function end(at: number, look: Look = evidence()): Promise<void> {
    looks[at]?.end(look)
    await new Promise((resolve) => setImmediate(resolve))
  }

  it('looks at once, keeps what is found, and the notice waits no longer', async () => {
    desk.request(orderOf('db', 'a'))
    expect(desk.isAwaited('i-db')).toBe(true)
    await end(0)
    expect(kept.get('i-db')).toEqual(evidence())
    expect(desk.isAwaited('i-db')).toBe(false)
    expect(settled).toBe(1)
  })

  it('lets the notice go once a look has had its time, and still keeps what comes later', async () => {
    desk.request(orderOf('db', 'a'))
    await clock.advance(9_999)
    expect(desk.isAwaited('i-db')).toBe(true)
    await clock.advance(1)
    expect(desk.isAwaited('i-db')).toBe(false)
    await end(0)
    expect(kept.has('i-db')).toBe(true)
    expect(settled).toBe(1)
  })

  it('looks at a host once: others of it share what is found where they fail alike', async () => {
    desk.request(orderOf('db', 'Host-a'))
    desk.request(orderOf('web', 'host-A'))
    desk.request(orderOf('mail', 'host-a', { failure: 'timeout' }))
    expect(ids()).toEqual(['db'])
    await end(0)
    expect(kept.get('i-web')).toEqual({ ...evidence(), takenFor: 'db' })
    expect(kept.get('i-mail')).toEqual({
      because: 'Host-a was looked at for db, which fails in another way',
    })
    desk.request(orderOf('late', 'host-a'))
    await end(9)
    expect(kept.get('i-late')).toEqual({ ...evidence(), takenFor: 'db' })
    expect(ids()).toEqual(['db'])
    await clock.advance(60_000)
    desk.request(orderOf('again', 'host-a'))
    expect(ids()).toEqual(['db', 'again'])
  })

  it('looks again at what goes down again, and where nobody could look', async () => {
    desk.request(orderOf('db', 'a'))
    await end(0)
    await clock.advance(1_000)
    desk.request(orderOf('db', 'a', { incidentId: 'i-2' }))
    expect(ids()).toEqual(['db', 'db'])
    await end(1, { because: 'the agent at here does not answer' })
    await clock.advance(1_000)
    desk.request(orderOf('web', 'a'))
    expect(ids()).toEqual(['db', 'db', 'web'])
  })

  it('looks from each location for itself', async () => {
    desk.request(orderOf('db', 'a'))
    desk.request(orderOf('db', 'a', { location: 'there' }))
    await clock.advance(250)
    expect(looks).toHaveLength(2)
  })

  it('looks at a few at once; whoever waited for a minute is told why nobody looks', async () => {
    for (let at = 0; at < 10; at++) desk.request(orderOf(`c${at}`, `h${at}`))
    expect(looks).toHaveLength(1)
    await clock.advance(5_000)
    expect(looks).toHaveLength(4)
    await end(0)
    expect(looks).toHaveLength(5)
    await clock.advance(60_001)
    await end(1)
    await clock.advance(2_000)
    expect(looks).toHaveLength(5)
    expect(kept.get('i-c9')).toEqual({
      because: 'too many targets went down at once to look at each',
    })
  })

  it('does not look at what is up again by then, but at whoever waited for the same host', async () => {
    for (let at = 0; at < 5; at++) desk.request(orderOf(`c${at}`, `h${at}`))
    desk.request(orderOf('other', 'h4'))
    await clock.advance(1_000)
    wanted = ({ check }) => check.id !== 'c4'
    await end(0)
    await clock.advance(1_000)
    expect(ids()).toEqual(['c0', 'c1', 'c2', 'c3', 'other'])
    expect(desk.isAwaited('i-c4')).toBe(false)
  })

  it('is asked for a look beside, one of a host at a time and not too many', async () => {
    const asked = desk.ask(orderOf('db', 'a'))
    expect(await desk.ask(orderOf('web', 'a'))).toEqual({
      kind: 'busy',
      because: 'a is being looked at already',
    })
    desk.request(orderOf('mail', 'a'))
    await end(0)
    expect(await asked).toEqual({ kind: 'evidence', evidence: evidence() })
    // It shares nothing of what was asked for.
    expect(ids()).toEqual(['db', 'mail'])
    for (let at = 0; at < 7; at++) void desk.ask(orderOf(`c${at}`, `h${at}`))
    expect(await desk.ask(orderOf('more', 'm'))).toMatchObject({ kind: 'busy' })
  })

  it('keeps nothing more once it stops', async () => {
    desk.request(orderOf('db', 'a'))
    const stopped = desk.stop()
    expect(desk.isAwaited('i-db')).toBe(false)
    await end(0)
    await stopped
    expect(kept.size).toBe(0)
    desk.request(orderOf('web', 'b'))
    expect(looks).toHaveLength(1)
  })
})
