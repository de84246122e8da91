import { describe, expect, it } from 'vitest'
import { closedUrl, startHttpReceiver } from '../../test/support/http-receiver.js'
import { VirtualClock } from '../../test/support/virtual-clock.js'
import { startHeartbeat } from './heartbeat.js'

const MINUTE = 60_000

function started(url: string) {
  const clock = new VirtualClock()
  const state = { healthy: true }
  const pings: (string | undefined)[] = []
  const ping = signalled()
  const stop = startHeartbeat({
    url,
    everyMs: MINUTE,
    clock,
    healthy: () => state.healthy,
    onPing: (error) => {
      pings.push(error)
      ping.happen()
    },
  })
  return { clock, state, pings, nextPing: ping.next, stop }
}

/** Something that a test waits for. */
function signalled() {
  let happen = () => {}
  const next = () =>
    new Promise<void>((resolve) => {
      happen = resolve
    })
  return { happen: () => happen(), next }
}

describe('the heartbeat', () => {
  it('asks regularly while all is well, and not at the start', async () => {
    await using receiver = await startHttpReceiver()
    const { clock, state, pings, nextPing, stop } = started(`${receiver.url}/ping/mine`)
    let pinged = nextPing()
    await clock.advance(MINUTE - 1)
    expect(receiver.received).toEqual([])
    await clock.advance(1)
    await pinged
    pinged = nextPing()
    await clock.advance(MINUTE)
    await pinged
    state.healthy = false
    await clock.advance(10 * MINUTE)
    state.healthy = true
    pinged = nextPing()
    await clock.advance(MINUTE)
    await pinged
    stop()
    await clock.advance(10 * MINUTE)
    const asked = receiver.received.map(({ method, path }) => `${method} ${path}`)
    expect(asked).toEqual(Array(3).fill('GET /ping/mine'))
    expect(pings).toEqual([undefined, undefined, undefined])
  })

  it('tells why a ping did not arrive, without its secret, and goes on', async () => {
    const { pings, stop, nextPing, clock } = started(`${await closedUrl()}/secret-1`)
    const pinged = nextPing()
    await clock.advance(MINUTE)
    await pinged
    const again = nextPing()
    await clock.advance(MINUTE)
    await again
    stop()
    expect(pings).toEqual(Array(2).fill('the receiver refuses the connection'))
  })

  it('tells of an answer that is none', async () => {
    await using receiver = await startHttpReceiver(() => ({ status: 404, body: 'no such check' }))
    const { pings, stop, nextPing, clock } = started(receiver.url)
    const pinged = nextPing()
    await clock.advance(MINUTE)
    await pinged
    stop()
    expect(pings).toEqual(['the receiver answered 404: no such check'])
  })

  it('waits 10 seconds for an answer', async () => {
    const asked = signalled()
    await using receiver = await startHttpReceiver(() => {
      asked.happen()
      return 'never'
    })
    const begun = asked.next()
    const { pings, stop, nextPing, clock } = started(receiver.url)
    await clock.advance(MINUTE)
    await begun
    const pinged = nextPing()
    await clock.advance(10_000)
    await pinged
    stop()
    expect(pings).toEqual(['no answer in time'])
  })

  it('takes a ping back when it ends, and tells nobody', async () => {
    const asked = signalled()
    await using receiver = await startHttpReceiver(() => {
      asked.happen()
      return 'never'
    })
    const begun = asked.next()
    const { pings, stop, clock } = started(receiver.url)
    await clock.advance(MINUTE)
    await begun
    stop()
    await clock.advance(MINUTE)
    expect(pings).toEqual([])
  })
})
