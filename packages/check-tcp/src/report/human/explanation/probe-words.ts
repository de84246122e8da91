import type { ProbeName } from '../../../explain/evidence.js'

/** What each probe of an explanation is about, for people. */
export const PROBE_WORDS: Readonly<Record<ProbeName, string>> = {
  name: 'name servers',
  route: 'route',
  echo: 'ping',
  control_ports: 'other ports',
  path: 'way to the target',
  refusal: 'who refuses',
  stray_segment: 'full queue',
  hold: 'open connection',
  addresses: 'each address',
  listeners: 'who listens here',
  prober: 'limits of this machine',
  sending: 'packets leaving',
  own_firewall: 'own firewall',
}
