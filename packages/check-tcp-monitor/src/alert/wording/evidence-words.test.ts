import { expect, it } from 'vitest'
import { evidence } from '../../../test/history/sample-history.js'
import { messageOf, noticeOf } from '../../../test/support/notices.js'
import { noticeEvidence } from '../../core/alert/notice-evidence.js'
import { alertOf } from '../channels/text/alert-of-notice.js'
import { messageBody } from '../channels/text/message-body.js'
import { evidenceInWords } from './evidence-words.js'
import { messageText } from './message-text.js'

function found(change: Parameters<typeof evidence>[0] = {}) {
  return noticeOf({ evidence: noticeEvidence(evidence(change)) })
}

it.each([
  [{}, "Nothing listens on port 5432 of 192.0.2.7; likely the target's fault"],
  [{ certainty: 'certain' }, "Nothing listens on port 5432 of 192.0.2.7; the target's fault"],
  [
    { certainty: 'possible', fault: 'network', reason: 'It is silent' },
    "It is silent; possibly the network's fault",
  ],
  [{ fault: 'none', certainty: 'certain', reason: 'db:5432 is reachable' }, 'db:5432 is reachable'],
  [{ reason: 'a\u001b[2J', takenFor: 'web' }, /^a\\x1b\[2J; .* \(seen of web, on the same host\)$/],
] as const)('says what a look has found: %j', (change, words) => {
  expect(evidenceInWords(found(change))).toEqual(
    typeof words === 'string' ? words : expect.stringMatching(words),
  )
})

it('stands in every text, with what to do next', () => {
  const notice = found()
  const whole = messageText([notice], 4_000)
  expect(whole).toContain('\nEvidence: Nothing listens on port 5432 of 192.0.2.7; likely')
  expect(whole).toContain("\nNext step: ss -ltnp 'sport = :5432'")
  expect(messageText([notice, notice], 4_000)).toContain('\n  evidence: Nothing listens')
  expect(alertOf(notice).annotations).toMatchObject({
    evidence: expect.stringContaining('Nothing listens'),
    next_step: "ss -ltnp 'sport = :5432'",
  })
  const { notices } = JSON.parse(messageBody(messageOf(notice)))
  expect(notices[0].evidence).toMatchObject({
    ...{ reason: evidence().reason, certainty: 'likely', fault: 'target', location: 'here' },
    next_step: "ss -ltnp 'sport = :5432'",
  })
})
