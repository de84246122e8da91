import { runTool } from '../../engine/run-tool.js'
import { isNotAsked, notAsked, type Probe } from '../probe.js'
import { findOwners, type Owner } from '../proc/socket-owners.js'
import { readTcpSockets } from '../proc/tcp-sockets.js'

/** The listening sockets of this machine, where it is the target. */
export interface ListenersFinding {
  /** Those on the port. */
  readonly on_port: readonly Listener[]
  /** Those on other ports. */
  readonly elsewhere: readonly Listener[]
}

export interface Listener {
  readonly address: string
  readonly port: number
  /** It stands on `::` and takes IPv4 too (IPV6_V6ONLY, ipv6(7)); absent where it does not, or ss is missing. */
  readonly both_families?: true
  /** The process, where this user may see it. */
  readonly process?: Owner
  /** Connections that wait to be accepted, and how many may (listen(2)'s backlog). */
  readonly accept_queue?: { readonly waiting: number; readonly backlog: number }
}

/** `/proc/net/tcp` has no more lines than this that are worth a look for processes. */
const MOST_LISTENERS = 512

export const listenersProbe: Probe<'listeners'> = {
  name: 'listeners',
  asks: 'who listens on this machine, on which addresses, where it is the target itself',
  cost: 'reads /proc, sends nothing',
  needs: "Linux; root to see other users' processes",

  async ask({ address, parameters, isThisMachine, signal }) {
    if (!address) return notAsked('no address is known')
    if (!isThisMachine) return notAsked('the target is another machine')
    const listening = readTcpSockets()
      .filter(({ state }) => state === 'LISTEN')
      .slice(0, MOST_LISTENERS)
    const owners = await findOwners(new Set(listening.map(({ inode }) => inode)), signal)
    const details = await detailsFromSs(signal)
    const listeners = listening.map(({ local, inode }): Listener => {
      const process = owners.get(inode)
      const known = details.get(`${local.address} ${local.port}`)
      return {
        address: local.address,
        port: local.port,
        ...(process ? { process } : {}),
        ...known,
      }
    })
    return {
      on_port: listeners.filter(({ port }) => port === parameters.port),
      elsewhere: listeners.filter(({ port }) => port !== parameters.port),
    }
  },
}

type Details = Pick<Listener, 'accept_queue' | 'both_families'>

/** What ss(8) shows of listening sockets: Recv-Q is the queue's length, Send-Q its limit, `*` is for both families. */
async function detailsFromSs(signal: AbortSignal): Promise<ReadonlyMap<string, Details>> {
  const output = await runTool('ss', ['-Hltn'], signal)
  if (isNotAsked(output)) return new Map()
  return new Map(
    output.stdout.split('\n').flatMap((line) => {
      const [, waiting, backlog, local = ''] = line.trim().split(/\s+/)
      const [, host, port] = /^\[?(.*?)\]?(?:%\w+)?:(\d+)$/.exec(local) ?? []
      if (host === undefined) return []
      const accept_queue = { waiting: Number(waiting), backlog: Number(backlog) }
      const details: Details =
        host === '*' ? { accept_queue, both_families: true } : { accept_queue }
      return [[`${host === '*' ? '::' : host} ${port}`, details] as const]
    }),
  )
}
