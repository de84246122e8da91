import { whyNotSent } from '../../check/door.js'
import type { Failure } from '../../core/failure/failure.js'
import { isAsked, isNotAsked, notAsked, type Probe } from '../probe.js'

/** What other ports of the same host answer. */
export type ControlPortsFinding = readonly ControlPort[]

export interface ControlPort {
  readonly port: number
  /** No service uses this port, so that an answer comes from the host's own TCP, or from a device that answers for it. */
  readonly unused: boolean
  readonly connected: boolean
  readonly failure?: Failure
  readonly code?: string
  /** Seconds. */
  readonly connect_time: number
}

/** IANA keeps it reserved, so no service has it. Beside it, for a check of that very port. */
const UNUSED_PORTS = [1023, 1024] as const

const MAX_WAIT_MS = 2_500

/** The port that no service uses, other than the one that is checked. */
export function unusedPort(port: number): number {
  return port === UNUSED_PORTS[0] ? UNUSED_PORTS[1] : UNUSED_PORTS[0]
}

export const controlPortsProbe: Probe<'control_ports', ControlPortsFinding> = {
  name: 'control_ports',
  asks: 'what a port that no service uses answers, and those that were asked for',
  cost: `one connect per port, ${MAX_WAIT_MS / 1_000} s if nobody answers`,
  needs: 'nothing',

  async ask({ address, controlPorts, door, budgetMs }) {
    if (!address) return notAsked('no address is known')
    const timeout = Math.min(MAX_WAIT_MS, budgetMs * 0.8) / 1_000
    const asked = await Promise.all(
      controlPorts.map(async (port) => {
        const result = await door.check({ host: address.text, port, timeout })
        const why = whyNotSent(result)
        if (why) return why
        const { failure, code, connect_time } = result.details
        return {
          port,
          unused: port === controlPorts[0],
          connected: result.connected,
          ...(failure === undefined ? {} : { failure }),
          ...(code === undefined ? {} : { code }),
          connect_time,
        }
      }),
    )
    const finding = asked.filter(isAsked)
    return finding.length > 0 ? finding : (asked.find(isNotAsked) ?? finding)
  },
}
