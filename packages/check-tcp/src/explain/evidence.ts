import type { AddressesFinding } from './probes/addresses.js'
import type { ControlPortsFinding } from './probes/control-ports.js'
import type { EchoFinding } from './probes/echo.js'
import type { HoldFinding } from './probes/hold.js'
import type { ListenersFinding } from './probes/listeners.js'
import type { NameFinding } from './probes/name.js'
import type { OwnFirewallFinding } from './probes/own-firewall.js'
import type { PathFinding } from './probes/path.js'
import type { ProberFinding } from './probes/prober.js'
import type { RefusalFinding } from './probes/refusal.js'
import type { RouteFinding } from './probes/route-finding.js'
import type { SendingFinding } from './probes/sending.js'
import type { StraySegmentFinding } from './probes/stray-segment.js'

/** What the probes found; a key is absent where its probe was not asked. Times are seconds. */
export interface Evidence {
  readonly name?: NameFinding
  readonly route?: RouteFinding
  readonly echo?: EchoFinding
  readonly control_ports?: ControlPortsFinding
  readonly path?: PathFinding
  readonly refusal?: RefusalFinding
  readonly stray_segment?: StraySegmentFinding
  readonly hold?: HoldFinding
  readonly addresses?: AddressesFinding
  readonly listeners?: ListenersFinding
  readonly prober?: ProberFinding
  readonly sending?: SendingFinding
  readonly own_firewall?: OwnFirewallFinding
}

export type ProbeName = keyof Evidence

/** That a probe is done; `because` says why it was not asked, where it was not. */
export interface ProbeDone {
  readonly probe: ProbeName
  readonly because?: string
}
