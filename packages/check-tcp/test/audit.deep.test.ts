import { describe, it } from 'vitest'
import { expectNothingLost } from './audit/kills.js'
import { expectForgeriesFound, expectFound } from './audit/mutations.js'
import { secondVerifier, verifierLeftOut } from './audit/verifier/independent-verifier.js'
import { fuzzSettings } from './fuzz/settings.js'

const { numRuns: mutations, seed } = fuzzSettings(10_000)
const forgeries = Math.max(1, Math.round(mutations / 5))
const kills = Math.max(1, Math.round(mutations / 100))

const alone = verifierLeftOut === '' ? '' : `, by one verifier alone${verifierLeftOut}`

describe(`an audit log, seed ${seed}${alone}`, () => {
  console.log(`audit: ${mutations} mutations, ${forgeries} forgeries, ${kills} kills, seed ${seed}`)

  it(`has each of ${mutations} random changes found, refused or undone`, async () => {
    await using second = secondVerifier()
    await expectFound({ mutations, seed, second })
  })

  it(`has each of ${forgeries} changes that are signed with its stolen key found with a checkpoint from outside`, async () => {
    await using second = secondVerifier()
    await expectForgeriesFound({ mutations: forgeries, seed, second })
  })

  it(`has every printed result after each of ${kills} kills under load`, async () => {
    await expectNothingLost({ kills, seed })
  })
})
