import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/support/manual-clock.js'
import { parseIpAddress } from '../core/target/ip-address.js'
import { allowAll } from '../policy/policy.js'
import { createCloseModeChooser } from './close-mode.js'
import type { ConnectRequest } from './engine.js'

function request(text: string, extra: Partial<ConnectRequest> = {}): ConnectRequest {
  const parsed = parseIpAddress(text)
  const decision = parsed && allowAll.decide(parsed, 80, { name: undefined })
  if (!decision?.allowed) throw new Error(`${text} is no address`)
  const signal = new AbortController().signal
  return {
    address: decision.address,
    port: 80,
    sourcePort: undefined,
    timeoutMs: 1,
    signal,
    ...extra,
  }
}

describe('createCloseModeChooser', () => {
  it('closes politely while ports are plenty', () => {
    const choose = createCloseModeChooser(new ManualClock(), () => 100)
    for (let count = 0; count < 50; count++) expect(choose(request('192.0.2.1'))).toBe('fin')
  })

  it('resets once half of the ephemeral range would be held by one target', () => {
    const choose = createCloseModeChooser(new ManualClock(), () => 100)
    const modes = Array.from({ length: 60 }, () => choose(request('192.0.2.1')))
    expect(modes.filter((mode) => mode === 'fin')).toHaveLength(50)
    expect(choose(request('192.0.2.2'))).toBe('fin')
  })

  it('is polite again when the held ports are free, two windows of 60 s later', async () => {
    const clock = new ManualClock()
    const choose = createCloseModeChooser(clock, () => 2)
    expect(choose(request('192.0.2.1'))).toBe('fin')
    await clock.advance(60_000)
    expect(choose(request('192.0.2.1'))).toBe('rst')
    await clock.advance(60_000)
    expect(choose(request('192.0.2.1'))).toBe('fin')
  })

  it('resets where a source port is set, and as asked where it is asked', () => {
    const choose = createCloseModeChooser(new ManualClock(), () => 100)
    expect(choose(request('192.0.2.1', { sourcePort: 4_000 }))).toBe('rst')
    expect(choose(request('192.0.2.1', { sourcePort: 4_000, close: 'fin' }))).toBe('fin')
    expect(choose(request('192.0.2.1', { close: 'rst' }))).toBe('rst')
  })
})
