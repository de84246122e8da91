import { runTool } from '../../engine/run-tool.js'
import { isNotAsked, notAsked, type Probe } from '../probe.js'
import { findOwners, type Owner } from '../proc/socket-owners.js'
import { readTcpSockets, type TcpSocket } from '../proc/tcp-sockets.js'

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
  /** Does a socket on `::` take IPv4 too (IPV6_V6ONLY, ipv6(7))? Absent where it stands elsewhere, or where ss(8) is missing. */
  readonly both_families?: boolean
  /** The process, where this user may see it. */
  readonly process?: Owner
  /** Connections that wait to be accepted, and how many may (listen(2)'s backlog). */
  readonly accept_queue?: { readonly waiting: number; readonly backlog: number }
}

/** More of them on other ports are not worth a look for processes. */
const MAX_LISTENERS = 512

export const listenersProbe: Probe<'listeners', ListenersFinding> = {
  name: 'listeners',
  asks: 'who listens on this machine, on which addresses, if it is the target itself',
  cost: 'reads /proc, sends nothing',
  needs: "Linux; root to see other users' processes",

  async ask({ address, parameters, isThisMachine, signal }) {
    if (!address) return notAsked('no address is known')
    if (!isThisMachine) return notAsked('the target is another machine')
    const isOnPort = ({ local }: TcpSocket) => local.port === parameters.port
    const all = await readTcpSockets({ isListening: true })
    const elsewhere = all.filter((socket) => !isOnPort(socket)).slice(0, MAX_LISTENERS)
    const listening = [...all.filter(isOnPort), ...elsewhere]
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
      const both = host === '*' ? true : host === '::' ? false : undefined
      const details: Details = {
        accept_queue,
        ...(both === undefined ? {} : { both_families: both }),
      }
      return [[`${host === '*' ? '::' : host} ${port}`, details] as const]
    }),
  )
}
