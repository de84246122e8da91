import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fuzzSettings } from '../../../check-tcp/test/fuzz/settings.js'
import {
  changedConfigs,
  keepsSecrets,
  loadsOrIsRefused,
  misplacedSecrets,
} from '../../test/config/config-properties.js'

it('any text loads, or is refused with problems that have a place in it', async () => {
  let refused = 0
  const property = fc.asyncProperty(changedConfigs, async (text) => {
    if (await loadsOrIsRefused(text)) refused++
  })
  await fc.assert(property, fuzzSettings(60))
  expect(refused).toBeGreaterThan(6)
})

it('no message, warning or description repeats a secret, also where its place is wrong', async () => {
  await fc.assert(fc.asyncProperty(misplacedSecrets, keepsSecrets), fuzzSettings(60))
})
