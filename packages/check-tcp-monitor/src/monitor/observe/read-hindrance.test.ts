import { expect, it } from 'vitest'
import type { Observation } from '../../core/wire/observation.js'
import { readHindrance } from './read-hindrance.js'

const UNKNOWN: Observation = {
  checkId: 'a',
  location: 'lab',
  at: 0,
  outcome: 'unknown',
  attempts: 1,
}
const PORTS = 'ephemeral_ports_exhausted'
const AWAKE = { times: false, failures: false, stillMs: 0, slept: false }

it.each<[Partial<Observation>, object, string | undefined]>([
  [{ fault: 'dns', code: 'ETIMEOUT' }, {}, undefined],
  [{ fault: 'local', code: 'EMFILE' }, {}, 'it has no file descriptors left; raise'],
  [
    { fault: 'local', failure: 'local_resources', code: 'EADDRNOTAVAIL', cause: PORTS },
    {},
    'it has no local ports left; see',
  ],
  [
    { fault: 'local', code: 'EADDRNOTAVAIL', cause: 'no_source_address' },
    {},
    'this machine has no address of that IP version',
  ],
  [{ fault: 'local', code: 'ENETUNREACH', cause: 'no_route' }, {}, 'this machine has no route'],
  [
    { fault: 'local', code: 'EHOSTUNREACH', cause: 'gateway_silent' },
    {},
    'the gateway does not answer on the local network',
  ],
  [{ fault: 'local', code: 'EINVAL', cause: 'route_discards' }, {}, 'a blackhole route'],
  [{ fault: 'local', failure: 'not_audited' }, {}, 'the audit log cannot be written'],
  [{ fault: 'local', code: 'EINVAL', error: 'invalid argument' }, {}, 'invalid argument'],
  [
    { suspect: true },
    { stillMs: 1_234 },
    'it has too little CPU time (the monitor stalled for 1.2 s)',
  ],
  [{ suspect: true }, { slept: true }, 'it slept, or its clock was set'],
])('of %o after %o is named as %s', (found, doubt, words) => {
  const named = readHindrance({ ...UNKNOWN, ...found }, { ...AWAKE, ...doubt })
  if (words === undefined) expect(named).toBeUndefined()
  else expect(named).toContain(words)
  expect(named ?? '').not.toMatch(/\bE[A-Z]{3,}\b/)
})
