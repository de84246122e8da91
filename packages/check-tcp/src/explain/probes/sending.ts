import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { openLibc } from '../../engine/native/kernel/libc.js'
import { runTool } from '../../engine/run-tool.js'
import { sendSyn } from '../native/syn-probe.js'
import { isNotAsked, type NotAsked, notAsked, type Probe } from '../probe.js'

/** Whether SYNs leave this machine at all: its own firewall drops them without a word to connect(2). */
export interface SendingFinding {
  readonly interface: string
  /** Did the interface's count of sent packets rise for a SYN to the port? Other traffic makes it rise too. */
  readonly left: boolean
  /** The same for a port that no service uses. */
  readonly control_left: boolean
  /** SYNs that the kernel could not hand on when it sent them again (TCPRetransFail, /proc/net/netstat). */
  readonly failed_retransmits: number
}

/** connect(2) hands the SYN on before it returns, so a short look is enough; other packets spoil some of them. */
const TRIES = 8
const LOOK_MS = 15
const PAUSE_MS = 40
/** The kernel sends a SYN again after a second, RFC 6298 section 2.1. */
const RETRANSMIT_MS = 1_250

export const sendingProbe: Probe<'sending', SendingFinding> = {
  name: 'sending',
  asks: "whether SYNs leave this machine, by the interface's own counters",
  cost: `up to ${2 * TRIES + 1} SYNs`,
  needs: 'the native layer, the program ip, /sys; no rights',

  async ask({ address, result, parameters, controlPorts, isThisMachine, door, signal }) {
    if (!address) return notAsked('no address is known')
    if (result.connected) return notAsked('the port connected')
    if (isThisMachine) return notAsked('the target is this machine')
    const opened = openLibc()
    if (!('libc' in opened)) return notAsked(opened.because)
    const route = await runTool(
      'ip',
      ['-json', 'route', 'get', address.text.replace(/%.*/, '')],
      signal,
    )
    if (isNotAsked(route)) return route
    const device = /"dev":"([^"]+)"/.exec(route.stdout)?.[1]
    if (route.code !== 0 || !device) return notAsked('there is no route')
    const { libc } = opened
    const leaves = (port: number) =>
      doesLeave(
        () =>
          door.send({ address, port, sends: 'SYN' }, async (allowed) => {
            const before = sentPackets(device)
            await sendSyn(libc, allowed, port, { waitMs: LOOK_MS, signal })
            return sentPackets(device) !== before
          }),
        signal,
      )
    const [unused = 0] = controlPorts
    const { port } = parameters
    const left = await leaves(port)
    if (isNotAsked(left)) return left
    const control_left = await leaves(unused)
    const failedBefore = failedRetransmits()
    if (!left) {
      await door.send({ address, port, sends: 'SYN' }, (allowed) =>
        sendSyn(libc, allowed, port, { waitMs: RETRANSMIT_MS, signal }),
      )
    }
    const failed_retransmits = failedRetransmits() - failedBefore
    return {
      interface: device,
      left,
      control_left: control_left === true,
      failed_retransmits,
    }
  },
}

/** Other packets can only make the count rise, so one try in which it stands still shows that nothing left. */
async function doesLeave(
  leaves: () => Promise<boolean | NotAsked>,
  signal: AbortSignal,
): Promise<boolean | NotAsked> {
  for (let tries = 0; tries < TRIES && !signal.aborted; tries++) {
    const said = await leaves()
    if (said !== true) return said
    await delay(PAUSE_MS)
  }
  return true
}

function sentPackets(device: string): string {
  return readFileSync(`/sys/class/net/${device}/statistics/tx_packets`, 'utf8')
}

function failedRetransmits(): number {
  const [names = '', values = ''] = readFileSync('/proc/net/netstat', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('TcpExt:'))
  const index = names.split(' ').indexOf('TCPRetransFail')
  return Number(values.split(' ')[index] ?? 0)
}
