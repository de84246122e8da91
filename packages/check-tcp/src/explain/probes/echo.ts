import { toSeconds } from '../../core/seconds.js'
import { runTool } from '../../engine/run-tool.js'
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
const MOST_WAIT_SECONDS = 2

export const echoProbe: Probe<'echo'> = {
  name: 'echo',
  asks: 'whether the host answers an ICMP echo',
  cost: `${ECHOES} small packets, ${MOST_WAIT_SECONDS} s where nobody answers`,
  needs: 'the program ping, which has the right that this needs',

  async ask({ address, parameters, allow, budgetMs, signal }) {
    if (!address) return notAsked('no address is known')
    const allowed = allow(address, parameters.port)
    if (isNotAsked(allowed)) return allowed
    const wait = Math.max(1, Math.min(MOST_WAIT_SECONDS, Math.floor(budgetMs / 1_000) - 1))
    const output = await runTool(
      'ping',
      [
        '-n',
        '-c',
        String(ECHOES),
        '-i',
        '0.3',
        '-W',
        String(wait),
        '-w',
        String(wait),
        allowed.text,
      ],
      signal,
    )
    if (isNotAsked(output)) return output
    return readPing(output.stdout, output.stderr)
  },
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
