import fc from 'fast-check'
import { it } from 'vitest'
import { fuzzSettings } from '../../test/fuzz/settings.js'
import { anyTaskFileIsJudged } from '../../test/fuzz/task-file-properties.js'

it('mutated task files load, or are refused by line and column', async () => {
  await fc.assert(anyTaskFileIsJudged, fuzzSettings(1_000))
})
