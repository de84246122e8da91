import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fuzzSettings } from '../../../check-tcp/test/fuzz/settings.js'
import { fuzzedBatches } from './fuzzed-batches.js'
import { FuzzedHub } from './fuzzed-hub.js'

const settings = fuzzSettings(100_000)

describe(`with ${settings.numRuns} generated batches from seed ${settings.seed}`, () => {
  console.log(`fuzz: ${settings.numRuns} batches, seed ${settings.seed}`)

  it('a hub takes nothing outside the location of an agent, and never fails', async () => {
    const hub = await FuzzedHub.open()
    const property = fc.asyncProperty(fuzzedBatches, async (sent) => {
      const problems = await hub.take(sent)
      if (problems.length > 0) throw new Error(problems.join('; '))
    })
    await fc.assert(property, settings)
    console.log(`fuzz: answers ${JSON.stringify([...hub.answers])}, results stored ${hub.stored}`)
    expect(hub.stored).toBeGreaterThan(settings.numRuns / 100)
  })
})
