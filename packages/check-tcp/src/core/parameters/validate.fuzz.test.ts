import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  anyParametersAreJudged,
  keysOfSamples,
  validParametersPass,
} from '../../../test/fuzz/parameter-properties.js'
import { fuzzSettings } from '../../../test/fuzz/settings.js'
import { checkTcpConnectionSchema } from './parameters.js'

const settings = fuzzSettings(1_000)

it('samples have every parameter that there is', () => {
  expect([...keysOfSamples(1)].sort()).toEqual(Object.keys(checkTcpConnectionSchema.entries).sort())
})

it('valid parameters are let through unchanged', () => {
  fc.assert(validParametersPass, settings)
})

it('parameters of any kind are let through, or refused by key', () => {
  fc.assert(anyParametersAreJudged, settings)
})
