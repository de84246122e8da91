import type { Engine } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { DAYS } from './days.js'
import { type InvariantName, violations } from './invariants.js'
import { confusing, endless, leaky, losing } from './sabotaged-stores.js'
import { type Sabotage, simulate } from './simulation.js'

describe('the monitor in a simulated world', () => {
  it.each<[InvariantName, string, Sabotage]>([
    ['noFalseDown', 'an engine that takes slowness for an outage', { engine: impatient }],
    ['noMissedOutage', 'an engine that takes silence for an answer', { engine: deaf }],
    ['noFalseEnd', 'an engine that takes silence for a refusal', { engine: optimistic }],
    ['noFalseIsolation', 'an engine that hears nothing now and then', { engine: dozing }],
    ['incidentsEnd', 'a store that loses the ends of incidents', { store: endless }],
    [
      'everythingTold',
      'an outbox that loses what could not be delivered at once',
      { store: losing },
    ],
    ['soundFigures', 'a store that confuses when things end', { store: confusing }],
    [
      'everyCheckKept',
      'a store that keeps the first of those that come together',
      { store: leaky },
    ],
    ['noBurst', 'an engine that asks three times', { engine: insistent }],
  ])('would notice, by %s, %s', async (rule, _what, sabotage) => {
    const broken: string[] = []
    for (let seed = 1; seed <= 300 && !broken.some((each) => each.startsWith(rule)); seed++) {
      broken.push(...violations(await simulate(seed, DAYS, sabotage)))
    }
    expect(broken.map((each) => each.split(':')[0])).toContain(rule)
  })
})

function impatient(engine: Engine): Engine {
  return {
    ...engine,
    connect: (request, settle) =>
      engine.connect(request, (outcome) => {
        const slow = outcome.kind === 'connected' && outcome.connectMs > 100
        settle(slow ? { kind: 'timeout', connectMs: outcome.connectMs, engine: 'node' } : outcome)
      }),
  }
}

function deaf(engine: Engine): Engine {
  return {
    ...engine,
    connect: (request, settle) =>
      engine.connect(request, (outcome) => {
        if (outcome.kind !== 'timeout') return settle(outcome)
        const { connectMs } = outcome
        const [sourceAddress, sourcePort] = ['192.0.2.1', 40_000]
        const known = { synRetransmits: 0, selfConnected: false, engine: 'node' } as const
        settle({ kind: 'connected', connectMs, sourceAddress, sourcePort, ...known })
      }),
  }
}

function optimistic(engine: Engine): Engine {
  return {
    ...engine,
    connect: (request, settle) =>
      engine.connect(request, (outcome) => {
        if (outcome.kind !== 'timeout') return settle(outcome)
        const { connectMs } = outcome
        const system = { code: 'ECONNREFUSED', syscall: 'connect', fromNetwork: true }
        settle({ kind: 'failed', connectMs, system, engine: 'node' })
      }),
  }
}

function dozing(engine: Engine): Engine {
  let connects = 0
  return {
    ...engine,
    connect: (request, settle) =>
      engine.connect(request, (outcome) => {
        const asleep = connects++ % 400 > 300
        const { connectMs } = outcome
        settle(asleep ? { kind: 'timeout', connectMs, engine: 'node' } : outcome)
      }),
  }
}

function insistent(engine: Engine): Engine {
  return {
    ...engine,
    connect: (request, settle) => {
      engine.connect(request, settle)
      engine.connect(request, () => {})
      engine.connect(request, () => {})
    },
  }
}
