import { hostAndPort } from '../core/target/host-and-port.js'
import type { AddressResult } from '../core/wire/result.js'
import type { Evidence } from './evidence.js'
import type { Gathered } from './gather.js'
import { type IcmpAnswer, icmpAnswerIn } from './icmp-answer.js'
import type { ExplainContext } from './probe.js'
import type { ControlPort } from './probes/control-ports.js'

/** The evidence, with what the rules read off it over and over. */
export interface Facts {
  readonly evidence: Evidence
  readonly context: ExplainContext
  readonly result: ExplainContext['result']
  readonly failure: string | undefined
  readonly cause: string | undefined
  readonly code: string | undefined
  readonly port: number
  /** The target as a sentence names it. */
  readonly target: string
  /** The address, or the host where none is known. */
  readonly host: string
  readonly isThisMachine: boolean
  /** The port that no service uses. */
  readonly unused: ControlPort | undefined
  /** The ICMP error that says no: to the port, or to an echo. Routers ration them, so any of them will do. */
  readonly icmp: IcmpAnswer | undefined
  /** What the host itself said, by ICMP echo or by another port; empty where it said nothing. */
  readonly signsOfLife: readonly string[]
  /** The addresses of the last attempt, or of the probe that was given more time. */
  readonly addresses: readonly AddressResult[]
}

export function factsOf(context: ExplainContext, { evidence }: Gathered): Facts {
  const { result, parameters } = context
  const { failure, cause, code, attempts } = result.details
  const asked = evidence.addresses?.each ?? []
  return {
    evidence,
    context,
    result,
    failure,
    cause,
    code,
    port: parameters.port,
    target: hostAndPort(parameters.host, parameters.port),
    host: context.address?.text ?? parameters.host,
    isThisMachine: context.isThisMachine,
    unused: evidence.control_ports?.find(({ unused }) => unused),
    icmp: evidence.refusal?.icmp ?? evidence.path?.port.icmp ?? unreachableEcho(evidence),
    signsOfLife: signsOfLife(evidence),
    addresses: asked.length > 0 ? asked : (attempts.at(-1)?.addresses ?? []),
  }
}

/** What speaks against the way or the host speaks against the port too; a firewall may have rules for echoes alone. */
function unreachableEcho({ echo }: Evidence): IcmpAnswer | undefined {
  const icmp = icmpAnswerIn(echo?.said ?? '')
  return icmp?.meaning === 'admin_prohibited' ? undefined : icmp
}

function signsOfLife({ echo, control_ports = [] }: Evidence): readonly string[] {
  return [
    ...(echo?.answered
      ? [`the host answers an ICMP echo in ${milliseconds(echo.round_trip)}`]
      : []),
    ...control_ports.flatMap(({ port, connected, failure }) => {
      if (connected) return [`port ${port} of the host connects`]
      return failure === 'refused' ? [`port ${port} of the host is refused, not silent`] : []
    }),
  ]
}

/** Did an address connect when it was given more time? */
export function answersLate({ addresses }: Facts): boolean {
  return addresses.some(({ connected }) => connected)
}

const NO_NEIGHBOUR = ['failed', 'incomplete']

/** Does nobody answer for the gateway, or for the target itself on the local network? */
export function isNextHopMissing({ route }: Evidence): boolean {
  return NO_NEIGHBOUR.includes(route?.neighbour?.state ?? '')
}

export function milliseconds(seconds = 0): string {
  return `${Math.round(seconds * 100_000) / 100} ms`
}
