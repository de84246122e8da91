import { describe, it } from 'vitest'
import { expectAgreement } from './audit/agreement.js'
import { IndependentVerifier, verifierLeftOut } from './audit/verifier/independent-verifier.js'
import { fuzzSettings } from './fuzz/settings.js'

const { numRuns: logs, seed } = fuzzSettings(10_000)

describe.skipIf(verifierLeftOut !== '')(`two verifiers, seed ${seed}${verifierLeftOut}`, () => {
  it(`agree on each of ${logs} logs that may have been tampered with`, async () => {
    await using verifier = new IndependentVerifier()
    console.log(`audit: ${JSON.stringify(await expectAgreement(verifier, { logs, seed }))}`)
  })
})
