import { expect, it } from 'vitest'
import { stage } from '../../../test/simulator/staged.js'
import type { Observation } from '../../core/wire/observation.js'
import { newCheckRuntime } from '../judge/check-runtime.js'
import { buildFindings } from './build-findings.js'
import { newTrackedSubject } from './tracked-subject.js'

const [check] = stage({ targets: 1, canaries: 0, durationMs: 0, faults: [] }).config.checks
if (!check) throw new RangeError('there is a check')

function saidOf(found: Partial<Observation>, incident: 'down' | 'degraded' = 'down') {
  const tracked = newTrackedSubject('check', 'a', 'lab')
  const runtime = newCheckRuntime(check as NonNullable<typeof check>, tracked, undefined, {
    wallMs: 0,
    awakeMs: 0,
  })
  runtime.state = { ...runtime.state, incident }
  const seen = { checkId: 'a', location: 'lab', at: 0, outcome: 'bad', attempts: 1 } as const
  runtime.newest = { ...seen, ...found }
  return buildFindings(runtime).error
}

it.each<[Partial<Observation>, string]>([
  [
    {
      failure: 'certificate_expired',
      error: 'Certificate expired',
      cause: 'the certificate expired on 2026-01-02',
    },
    'The certificate expired on 2026-01-02',
  ],
  [
    {
      failure: 'certificate_not_trusted',
      error: 'Certificate not trusted',
      cause: 'it is for a.test, not for b.test',
    },
    'Certificate not trusted: it is for a.test, not for b.test',
  ],
  [
    { failure: 'unexpected_answer', error: 'Unexpected answer', cause: 'no_answer' },
    'Unexpected answer: the service accepted the connection and sent nothing before the timeout',
  ],
  [{ failure: 'refused', error: 'Connection refused' }, 'Connection refused'],
])('an incident says why, in words: %o', (found, words) => {
  expect(saidOf(found)).toBe(words)
})
