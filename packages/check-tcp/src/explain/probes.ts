import type { Evidence, ProbeName } from './evidence.js'
import type { Probe } from './probe.js'
import { addressesProbe } from './probes/addresses.js'
import { controlPortsProbe } from './probes/control-ports.js'
import { echoProbe } from './probes/echo.js'
import { holdProbe } from './probes/hold.js'
import { listenersProbe } from './probes/listeners.js'
import { nameProbe } from './probes/name.js'
import { ownFirewallProbe } from './probes/own-firewall.js'
import { pathProbe } from './probes/path.js'
import { proberProbe } from './probes/prober.js'
import { refusalProbe } from './probes/refusal.js'
import { routeProbe } from './probes/route.js'
import { sendingProbe } from './probes/sending.js'
import { straySegmentProbe } from './probes/stray-segment.js'

/** Every probe, under the key that its finding has in the evidence. */
export const PROBES: { readonly [N in ProbeName]: Probe<N, NonNullable<Evidence[N]>> } = {
  name: nameProbe,
  route: routeProbe,
  echo: echoProbe,
  control_ports: controlPortsProbe,
  path: pathProbe,
  refusal: refusalProbe,
  stray_segment: straySegmentProbe,
  hold: holdProbe,
  addresses: addressesProbe,
  listeners: listenersProbe,
  prober: proberProbe,
  sending: sendingProbe,
  own_firewall: ownFirewallProbe,
}

export const PROBE_NAMES = Object.keys(PROBES) as readonly ProbeName[]
