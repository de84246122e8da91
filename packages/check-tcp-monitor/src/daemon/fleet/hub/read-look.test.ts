import { expect, it } from 'vitest'
import { evidence } from '../../../../test/history/sample-history.js'
import { sampleResult } from '../../../../test/support/sample-result.js'
import type { AskOutcome } from '../../../core/link/agent-ask.js'
import { readLook } from './read-look.js'

const ASKED = { at: 7, location: 'fra' }

it('takes where and when it was from the hub, whatever the agent says', () => {
  const said = evidence({ at: 1, location: 'nyc', reason: '\u001b[2J' })
  expect(readLook({ kind: 'evidence', evidence: said }, ASKED)).toEqual({
    ...{ ...said, ...ASKED },
    reason: '\\x1b[2J',
  })
})

it.each<[AskOutcome, string]>([
  [
    { kind: 'refused', because: 'this version does not know that' },
    'this version does not know that',
  ],
  [{ kind: 'silent', wasTaken: false }, 'the agent at fra does not answer'],
  [{ kind: 'busy' }, 'too many requests wait for the agent at fra'],
  [
    { kind: 'result', result: sampleResult() },
    'the agent at fra has made a check in place of a look',
  ],
])('says why there is no evidence: %j', (outcome, because) => {
  expect(readLook(outcome, ASKED)).toEqual({ because })
})
