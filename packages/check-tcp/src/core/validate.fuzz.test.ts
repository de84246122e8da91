import fc from 'fast-check'
import { it } from 'vitest'
import {
  anyParametersAreJudged,
  validParametersPass,
} from '../../test/fuzz/parameter-properties.js'
import { fuzzSettings } from '../../test/fuzz/settings.js'

const settings = fuzzSettings(1_000)

it('valid parameters are let through unchanged', () => {
  fc.assert(validParametersPass, settings)
})

it('parameters of any kind are let through, or refused by key', () => {
  fc.assert(anyParametersAreJudged, settings)
})
