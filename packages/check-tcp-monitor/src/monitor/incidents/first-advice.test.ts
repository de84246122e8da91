import { expect, it } from 'vitest'
import { checkOf } from '../../../test/support/served-monitor.js'
import type { Observation } from '../../core/wire/observation.js'
import { newCheckState } from '../../verdict/check-state.js'
import { type CheckRuntime, newCheckRuntime } from '../judge/check-runtime.js'
import { firstAdvice } from './first-advice.js'
import { newTrackedSubject } from './tracked-subject.js'

type Verdict = 'up' | 'down'

/** A check of one host, on the port 1,000 + `index`. */
function runtimeOf(
  index: number,
  verdict: Verdict,
  newest: Partial<Observation> = {},
): CheckRuntime {
  const check = checkOf(`c${index}`, index)
  const parameters = { ...check.parameters, host: 'db-1' }
  const now = { wallMs: 0, awakeMs: 0 }
  const runtime = newCheckRuntime(
    { ...check, parameters },
    newTrackedSubject('check', check.id, 'lab'),
    undefined,
    now,
  )
  runtime.state = { ...newCheckState(0), verdict, incident: verdict === 'up' ? 'none' : 'down' }
  runtime.newest = {
    checkId: check.id,
    location: 'lab',
    at: 0,
    outcome: 'bad',
    attempts: 1,
    ...newest,
  }
  runtime.advice = 'Increase timeout value for slow connections'
  return runtime
}

const SILENT = { failure: 'timeout', fault: 'network' } as const

it.each([
  [
    'nothing else is known',
    [],
    'Check that db-1 is up, then its network and the firewalls on the way',
  ],
  [
    'no check of the host gets an answer',
    [runtimeOf(2, 'down'), runtimeOf(3, 'down')],
    'No check of db-1 gets an answer: check that db-1 is up, then its network and the firewalls on the way',
  ],
  [
    'another port of it answers',
    [runtimeOf(2, 'down'), runtimeOf(3, 'up')],
    'db-1 answers on port 1003: check the firewall rules for port 1001, and the service',
  ],
])('the first advice on a silent target goes by evidence: %s', (_what, neighbours, words) => {
  const baseline = { typicalMs: 1, highMs: 5 }
  expect(firstAdvice(runtimeOf(1, 'down', SILENT), baseline, neighbours)).toBe(words)
  expect(firstAdvice(runtimeOf(1, 'down', SILENT), undefined, neighbours)).toBe(words)
  const unreachable = { failure: 'network_unreachable', code: 'EHOSTUNREACH' } as const
  expect(firstAdvice(runtimeOf(1, 'down', unreachable), baseline, neighbours)).toBe(words)
})

it('is to look at the time-out where answers have come near it', () => {
  expect(firstAdvice(runtimeOf(1, 'down', SILENT), { typicalMs: 900, highMs: 2_400 }, [])).toBe(
    'It normally takes up to 2.4 s, near the timeout of 3 s: find out what slows it down, or raise `timeout`',
  )
})

it('is that of the result where the target answered', () => {
  const runtime = runtimeOf(1, 'down', {
    failure: 'refused',
    fault: 'target',
    code: 'ECONNREFUSED',
  })
  runtime.advice = 'Verify the service is running on the target host'
  expect(firstAdvice(runtime, undefined, [runtimeOf(2, 'up')])).toBe(runtime.advice)
})
