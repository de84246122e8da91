import { expect, it } from 'vitest'
import { expectAgreement } from './audit/agreement.js'
import { IndependentVerifier, verifierLeftOut } from './audit/verifier/independent-verifier.js'

it.skipIf(verifierLeftOut !== '')(
  `two verifiers agree on each of 500 logs that may have been tampered with${verifierLeftOut}`,
  async () => {
    await using verifier = new IndependentVerifier()
    const { found, notFound } = await expectAgreement(verifier, { logs: 500, seed: 20_260_103 })
    expect(Math.min(found, notFound)).toBeGreaterThan(50)
  },
)
