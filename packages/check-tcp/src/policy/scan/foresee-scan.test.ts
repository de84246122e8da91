import { describe, expect, it } from 'vitest'
import { systemClock } from '../../core/clock.js'
import { expandTargets } from '../../core/target/expand-targets.js'
import { parseIpAddress } from '../../core/target/ip-address.js'
import type { Target } from '../../core/target/target.js'
import { allowAll, createPolicy, type Policy } from '../policy.js'
import { foreseeScan, namesWithManyPorts } from './foresee-scan.js'
import type { Sightings } from './sightings.js'

function targetsOf(...words: string[]): readonly Iterable<Target>[] {
  return words.map((word) => {
    const expanded = expandTargets(word)
    if ('problem' in expanded) throw new Error(expanded.problem)
    return expanded.targets
  })
}

function* all(...words: string[]): Generator<Target> {
  for (const targets of targetsOf(...words)) yield* targets
}

function addressesOf(host: string, ...texts: string[]) {
  return new Map([[host, texts.flatMap((text) => parseIpAddress(text) ?? [])]])
}

const foresee = (words: readonly string[], policy: Policy = allowAll, addresses = new Map()) =>
  foreseeScan(all(...words), { clock: systemClock, policy, addresses })

describe('foreseeScan', () => {
  it.each([
    [['10.0.0.0/8:22'], /more than 10,000 addresses/],
    [['10.0.0.0/18:22,80'], /more than 10,000 addresses/],
    [['10.0.0.0/19:22', '10.1.0.0/19:22'], /more than 10,000 addresses/],
    [['192.0.2.1:1-300'], /more than 100 ports of 192\.0\.2\.1/],
    [['192.0.2.1:1-60', '192.0.2.1:61-101'], /more than 100 ports/],
    [['[2001:db8::1]:1-101'], /more than 100 ports of 2001:db8::1/],
  ])('foresees a scan in %j', (words, reason) => {
    expect(foresee(words)).toMatch(reason)
  })

  it.each([
    [['192.0.2.1:1-100']],
    [['10.0.0.0/19:22']],
    [['127.0.0.1:1-101']],
    [['127.0.0.0/18:1']],
    [['192.0.2.1:1-60', '192.0.2.1:1-60', '192.0.2.2:1-100']],
    // Nothing is known of a name.
    [['db.internal:1-300']],
  ])('foresees no scan in %j', (words) => {
    expect(foresee(words)).toBeUndefined()
  })

  it('goes by the addresses of names where they are known', () => {
    const words = ['db.internal:1-300']
    expect(foresee(words, allowAll, addressesOf('db.internal', '192.0.2.1'))).toMatch(/100 ports/)
    expect(foresee(words, allowAll, addressesOf('db.internal', '::1', '127.0.0.1'))).toBeUndefined()
  })

  it('does not count what a rule allows or denies', () => {
    const allowed = createPolicy({ rules: [{ allow: { networks: ['192.0.2.0/24'] } }] })
    expect(foresee(['192.0.2.1:1-300'], allowed)).toBeUndefined()
    expect(foresee(['198.51.100.1:1-300'], allowed)).toMatch(/100 ports/)
    const denied = createPolicy({ rules: [{ deny: { networks: ['10.0.0.0/8'] } }] })
    expect(foresee(['10.0.0.0/16:22'], denied)).toBeUndefined()
  })
})

describe('foreseeScan of names', () => {
  const addresses = addressesOf('db.internal', '192.0.2.1')

  it('counts none that a rule for the name allows', () => {
    const policy = createPolicy({ rules: [{ allow: { hosts: ['db.internal'] } }] })
    expect(foresee(['db.internal:1-300'], policy, addresses)).toBeUndefined()
    expect(foresee(['192.0.2.1:1-300'], policy, addresses)).toMatch(/100 ports/)
  })

  it('knows nothing of them where no addresses are given', () => {
    const options = { clock: systemClock, policy: allowAll }
    expect(foreseeScan(all('db.internal:1-300'), options)).toBeUndefined()
  })

  it('goes on from what was seen before, and adds nothing to it', () => {
    const before = Array.from({ length: 60 }, (_, port) => ({
      ...{ address: '192.0.2.1', port: port + 1 },
      atMs: systemClock.monotonicMs(),
    }))
    const added: unknown[] = []
    const sightings: Sightings = {
      news: () => before,
      add: (one) => {
        added.push(one)
        return [one]
      },
      close: () => {},
    }
    const options = { clock: systemClock, policy: allowAll, sightings }
    expect(foreseeScan(all('192.0.2.1:61-100'), options)).toBeUndefined()
    expect(foreseeScan(all('192.0.2.1:61-101'), options)).toMatch(/100 ports/)
    expect(added).toEqual([])
  })
})

describe('namesWithManyPorts', () => {
  it('names those that are worth a look-up', () => {
    const targets = all('a.example:1-101', 'b.example:1-100', '192.0.2.1:1-300', 'c.example:1')
    expect(namesWithManyPorts(targets)).toEqual(['a.example'])
  })
})
