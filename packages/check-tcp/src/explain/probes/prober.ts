import { readdirSync, readFileSync } from 'node:fs'
import { descriptorLimit } from '../../engine/descriptor-limit.js'
import type { Probe } from '../probe.js'
import { readTcpSockets } from '../proc/tcp-sockets.js'

/** What this machine and process have left. */
export interface ProberFinding {
  readonly descriptors: { readonly open: number; readonly limit: number }
  /** The range that source ports are taken from (net.ipv4.ip_local_port_range). */
  readonly ephemeral_ports: { readonly first: number; readonly last: number }
  /** Sockets of this machine towards the target, and how many of them are in TIME_WAIT. */
  readonly sockets_to_target: number
  readonly time_wait_to_target: number
  /** Proxies that the environment sets, by variable; a TCP check does not use them, a browser or curl does. */
  readonly proxies: readonly string[]
}

const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'] as const

export const proberProbe: Probe<'prober', ProberFinding> = {
  name: 'prober',
  asks: 'what this machine has left: descriptors, source ports; whether it uses proxies',
  cost: 'reads /proc, sends nothing',
  needs: 'Linux',

  async ask({ address, parameters, env }) {
    const sockets = address
      ? (await readTcpSockets({ remotePort: parameters.port })).filter(
          ({ remote }) => remote.address === address.text,
        )
      : []
    return {
      descriptors: { open: readdirSync('/proc/self/fd').length, limit: descriptorLimit() },
      ephemeral_ports: ephemeralPorts(),
      sockets_to_target: sockets.length,
      time_wait_to_target: sockets.filter(({ state }) => state === 'TIME_WAIT').length,
      proxies: PROXY_VARIABLES.flatMap((name) => [name, name.toUpperCase()]).filter(
        (name) => env[name],
      ),
    }
  },
}

function ephemeralPorts(): { readonly first: number; readonly last: number } {
  const text = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')
  const [first = 0, last = 0] = text.trim().split(/\s+/).map(Number)
  return { first, last }
}
