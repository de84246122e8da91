import { describe, it } from 'vitest'
import { expectNothingLost } from './audit/kills.js'
import { expectForgeriesFound, expectFound } from './audit/mutations.js'
import { secondVerifier, verifierLeftOut } from './audit/verifier/independent-verifier.js'

const alone = verifierLeftOut === '' ? '' : `, by one verifier alone${verifierLeftOut}`

describe(`an audit log${alone}`, () => {
  it('has each of 320 random changes found, refused or undone', async () => {
    await using second = secondVerifier()
    await expectFound({ mutations: 320, seed: 20_260_101, second })
  })

  it('has each of 140 changes that are signed with its stolen key found with a checkpoint from outside', async () => {
    await using second = secondVerifier()
    await expectForgeriesFound({ mutations: 140, seed: 20_260_103, second })
  })

  it('has every printed result after each of 5 kills under load', async () => {
    await expectNothingLost({ kills: 5, seed: 20_260_102 })
  })
})
