import fc from 'fast-check'
import { describe, it } from 'vitest'
import { fuzzSettings } from '../../../check-tcp/test/fuzz/settings.js'
import {
  changedConfigs,
  keepsSecrets,
  loadsOrIsRefused,
  misplacedSecrets,
} from './config-properties.js'

const settings = fuzzSettings(3_000)

describe(`with ${settings.numRuns} generated configs from seed ${settings.seed}`, () => {
  console.log(`fuzz: ${settings.numRuns} configs each, seed ${settings.seed}`)

  it('any text loads, or is refused with problems that have a place in it', async () => {
    const judged = fc.asyncProperty(changedConfigs, async (text) => {
      await loadsOrIsRefused(text)
    })
    await fc.assert(judged, settings)
  })

  it('no message, warning or description repeats a secret, also where its place is wrong', async () => {
    await fc.assert(fc.asyncProperty(misplacedSecrets, keepsSecrets), settings)
  })
})
