import { beforeEach, describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import type { Severity } from '../../core/verdict.js'
import type { Observation } from '../../core/wire/observation.js'
import { SecondOpinions } from './second-opinions.js'

const FROM = ['fra', 'nyc', 'ams']

describe('second opinions', () => {
  let clock: VirtualClock
  let asked: string[]
  let severities: Map<string, Severity>
  let opinions: SecondOpinions

  beforeEach(() => {
    clock = new VirtualClock()
    asked = []
    severities = new Map()
    opinions = new SecondOpinions({
      clock,
      checkOf: (id) =>
        id === 'gone' ? undefined : { from: FROM, severity: severities.get(id) ?? 'critical' },
      ask: (location, checkId) => asked.push(`${location} ${checkId}`),
    })
  })

  const found = (outcome: Observation['outcome'], checkId = 'web', agoMs = 0): Observation => ({
    ...{ checkId, location: 'x', at: clock.wallMs() - agoMs, outcome, attempts: 1 },
  })
  const note = (location: string, ...observations: Observation[]) =>
    opinions.note(location, observations, clock.wallMs())

  it('are asked of all others at the first bad result of a location, once', () => {
    note('fra', found('good'))
    expect(asked).toEqual([])
    note('fra', found('bad'))
    expect(asked).toEqual(['nyc web', 'ams web'])
    note('fra', found('bad'))
    note('nyc', found('bad'))
    note('ams', found('bad'))
    expect(asked).toHaveLength(2)
    // It is bad everywhere: nobody is left to ask.
    note('fra', found('good'), found('bad'))
    expect(asked).toHaveLength(2)
  })

  it('are asked again after all have answered and it was good between, not while one is under way', async () => {
    note('fra', found('bad'))
    note('fra', found('good'), found('bad'))
    note('nyc', found('good'))
    note('fra', found('good'), found('bad'))
    expect(asked).toHaveLength(2)
    note('ams', found('good'))
    note('fra', found('good'), found('bad'))
    expect(asked).toHaveLength(4)
    note('fra', found('good'))
    await clock.advance(59_999)
    note('fra', found('bad'), found('good'))
    expect(asked).toHaveLength(4)
    // Who has not answered by now does not answer.
    await clock.advance(1)
    note('fra', found('bad'))
    expect(asked).toHaveLength(6)
  })

  it('are not asked of results that are history, unknown, or of a check that is gone', () => {
    note('fra', found('bad', 'web', 30_001))
    note('nyc', found('unknown'))
    note('ams', found('bad', 'gone'))
    expect(asked).toEqual([])
  })

  it('are asked for at most 200 checks a second, the most severe first', async () => {
    for (let number = 0; number < 150; number++) {
      severities.set(`c${number}`, number < 50 ? 'info' : number < 100 ? 'critical' : 'warning')
    }
    note('fra', ...[...severities.keys()].map((id) => found('bad', id)))
    expect(asked).toHaveLength(200)
    const kinds = asked.map((each) => severities.get(each.split(' ')[1] ?? ''))
    expect(kinds.filter((each) => each === 'critical')).toHaveLength(100)
    expect(kinds.filter((each) => each === 'warning')).toHaveLength(100)
    await clock.advance(10)
    note('nyc', found('bad', 'x1'))
    note('nyc', found('bad', 'x2'))
    expect(asked).toHaveLength(202)
    await clock.advance(60_000)
    note('fra', ...Array.from({ length: 300 }, (_, number) => found('bad', `d${number}`)))
    expect(asked).toHaveLength(402)
  })

  it('forget what is no longer checked from there', () => {
    note('fra', found('bad'))
    opinions.keep(() => false)
    note('nyc', found('good'))
    note('ams', found('good'))
    note('fra', found('bad'))
    expect(asked).toHaveLength(4)
  })
})
