import { expect, it } from 'vitest'
import type { Observation } from '../core/observation.js'
import { hindranceOf } from './hindrance.js'

const UNKNOWN: Observation = {
  checkId: 'a',
  location: 'lab',
  at: 0,
  outcome: 'unknown',
  attempts: 1,
}
const AWAKE = { times: false, failures: false, stillMs: 0, slept: false }

it.each<[Partial<Observation>, object, string | undefined]>([
  [{ fault: 'dns', code: 'ETIMEOUT' }, {}, undefined],
  [{ fault: 'local', code: 'EMFILE' }, {}, 'it has no file descriptors left (EMFILE;'],
  [{ fault: 'local', code: 'EADDRNOTAVAIL' }, {}, 'it has no local ports left'],
  [{ fault: 'local', code: 'ENETUNREACH' }, {}, 'it has no route (ENETUNREACH)'],
  [{ fault: 'local', failure: 'not_audited' }, {}, 'the audit log cannot be written'],
  [{ fault: 'local', code: 'EINVAL', error: 'Invalid argument' }, {}, 'Invalid argument, EINVAL'],
  [
    { suspect: true },
    { stillMs: 1_234 },
    'it has too little processor time (the monitor stood still for 1.2 s)',
  ],
  [{ suspect: true }, { slept: true }, 'it slept, or its clock was set'],
])('of %o after %o is named as %s', (found, doubt, words) => {
  const named = hindranceOf({ ...UNKNOWN, ...found }, { ...AWAKE, ...doubt })
  if (words === undefined) expect(named).toBeUndefined()
  else expect(named).toContain(words)
})
