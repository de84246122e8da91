import { toSeconds } from '../../core/text/seconds.js'
import { runTool } from '../../engine/run-tool.js'
import type { AllowedAddress } from '../../policy/allowed-address.js'
import { isNotAsked, type NotAsked, notAsked, type Probe } from '../probe.js'

/** Whether the host answers an ICMP echo. */
export interface EchoFinding {
  readonly answered: boolean
  /** Seconds, the least of those that came back. */
  readonly round_trip?: number
  /** The TTL or hop limit that the answer had left. */
  readonly ttl?: number
  /** What somebody on the way, or this machine, said instead. */
  readonly said?: string
}

const ECHOES = 2
const WAIT_SECONDS = 1

export const echoProbe: Probe<'echo', EchoFinding> = {
  name: 'echo',
  asks: 'whether the host answers an ICMP echo',
  cost: `${ECHOES} small packets, ${ECHOES * WAIT_SECONDS} s if nobody answers`,
  needs: 'the program ping, with the permission that it needs',

  async ask({ address, parameters, door, budgetMs, signal }) {
    if (!address) return notAsked('no address is known')
    const echoes = budgetMs < (ECHOES + 1) * WAIT_SECONDS * 1_000 ? 1 : ECHOES
    let stdout = ''
    let stderr = ''
    for (let sent = 0; sent < echoes; sent++) {
      const packet = { address, port: parameters.port, sends: 'ICMP echo' }
      const output = await door.send(packet, (allowed) => ping(allowed, signal))
      if (isNotAsked(output)) {
        if (sent === 0) return output
        break
      }
      stdout += output.stdout
      stderr += output.stderr
    }
    return readPing(stdout, stderr)
  },
}

/** One echo, so that each has its turn: with `-w`, ping(8) of iputils goes on sending until it is answered. */
function ping({ text }: AllowedAddress, signal: AbortSignal): ReturnType<typeof runTool> {
  return runTool('ping', ['-n', '-c', '1', '-W', String(WAIT_SECONDS), text], signal)
}

/** Reads what the ping of iputils or BusyBox printed. */
export function readPing(stdout: string, stderr: string): EchoFinding | NotAsked {
  const times = [...stdout.matchAll(/time[=<]([\d.]+) ?ms/g)].map(([, ms]) => Number(ms))
  const ttl = /ttl=(\d+)/.exec(stdout)?.[1]
  if (times.length > 0) {
    return {
      answered: true,
      round_trip: toSeconds(Math.min(...times)),
      ...(ttl ? { ttl: Number(ttl) } : {}),
    }
  }
  const said = /^From .*$/m.exec(stdout)?.[0] ?? stderr.trim().split('\n')[0] ?? ''
  const missingRight = /^.*(?:socket: Operation not permitted|lacking privilege).*$/m.exec(stderr)
  if (missingRight) return notAsked(`ping may not: ${missingRight[0]}`)
  return { answered: false, ...(said === '' ? {} : { said }) }
}
