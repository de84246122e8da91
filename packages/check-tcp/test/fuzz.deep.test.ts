import fc from 'fast-check'
import { describe, it } from 'vitest'
import { anyParametersAreJudged, validParametersPass } from './fuzz/parameter-properties.js'
import { fuzzSettings } from './fuzz/settings.js'
import { anyTaskFileIsJudged } from './fuzz/task-file-properties.js'

const settings = fuzzSettings(100_000)

describe(`with ${settings.numRuns} generated cases from seed ${settings.seed}`, () => {
  console.log(`fuzz: ${settings.numRuns} cases each, seed ${settings.seed}`)

  it('valid parameters are let through unchanged', () => {
    fc.assert(validParametersPass, settings)
  })

  it('parameters of any kind are let through, or refused by key', () => {
    fc.assert(anyParametersAreJudged, settings)
  })

  it('mutated task files load, or are refused by line and column', async () => {
    await fc.assert(anyTaskFileIsJudged, settings)
  })
})
