import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fuzzSettings } from '../../../../check-tcp/test/fuzz/settings.js'
import { fuzzedBatches } from '../../../test/link/fuzzed-batches.js'
import { FuzzedHub } from '../../../test/link/fuzzed-hub.js'

it('whatever is sent as a batch, nothing outside the location of the agent is taken, and no answer is a failure of the hub', async () => {
  const hub = await FuzzedHub.open()
  const property = fc.asyncProperty(fuzzedBatches, async (sent) => {
    expect(await hub.take(sent)).toEqual([])
  })
  await fc.assert(property, fuzzSettings(2_000))
  // It was no test unless some were taken and some were not.
  expect(hub.stored).toBeGreaterThan(20)
  for (const status of [200, 400, 401, 422]) expect(hub.answers.get(status)).toBeGreaterThan(0)
})
