import { type Libc, openLibc } from '../../engine/native/libc.js'
import type { AllowedAddress } from '../../policy/allowed-address.js'
import { type IcmpAnswer, icmpAnswerOf } from '../icmp-answer.js'
import { type SynOutcome, sendSyn } from '../native/syn-probe.js'
import { isNotAsked, notAsked, type Probe } from '../probe.js'

/** Who says no, and how. */
export interface RefusalFinding {
  readonly answer: 'rst' | 'icmp' | 'silence' | 'connected' | 'error'
  /** The ICMP error, and the machine that sent it. */
  readonly icmp?: IcmpAnswer
  /** The TTL or hop limit that the RST had left when it came in. */
  readonly rst_ttl?: number
  /** The same of the RST of a port that no service uses: the host's own. */
  readonly control_rst_ttl?: number
}

/** The kernel sends a lost SYN again after a second, RFC 6298 section 2.1. */
const WAIT_MS = 1_300
const LARGEST_TTL = 255
/** A RST that is let in comes as fast as the one before; this is the least that it is given, milliseconds. */
const LEAST_WAIT_MS = 150

export const refusalProbe: Probe<'refusal'> = {
  name: 'refusal',
  asks: 'whether a RST or an ICMP error says no, and from how far',
  cost: 'one SYN, and about nine more for a RST, as many to a control port',
  needs: 'the native layer; no rights',

  async ask({ address, result, parameters, controlPorts, isThisMachine, allow, signal }) {
    if (!address) return notAsked('no address is known')
    if (result.connected) return notAsked('the port connected')
    if (isThisMachine) return notAsked('the target is this machine')
    const opened = openLibc()
    if (!('libc' in opened)) return notAsked(opened.because)
    const allowed = allow(address, parameters.port)
    if (isNotAsked(allowed)) return allowed
    const { libc } = opened
    const startMs = performance.now()
    const outcome = await sendSyn(libc, allowed, parameters.port, { waitMs: WAIT_MS, signal })
    const finding = findingOf(outcome, allowed)
    if (finding.answer !== 'rst') return finding
    const waitMs = Math.max(LEAST_WAIT_MS, 3 * (performance.now() - startMs))
    const [unused = 0] = controlPorts
    const mayCompare = !isNotAsked(allow(address, unused))
    const [rst_ttl, control_rst_ttl] = await Promise.all([
      rstTtl(libc, allowed, parameters.port, waitMs, signal),
      mayCompare ? rstTtl(libc, allowed, unused, waitMs, signal) : undefined,
    ])
    return {
      ...finding,
      ...(rst_ttl ? { rst_ttl } : {}),
      ...(control_rst_ttl ? { control_rst_ttl } : {}),
    }
  },
}

function findingOf(outcome: SynOutcome, { family }: AllowedAddress): RefusalFinding {
  if (outcome.kind === 'connected') return { answer: 'connected' }
  if (outcome.kind === 'silent') return { answer: 'silence' }
  const icmp = icmpAnswerOf(outcome, family)
  if (icmp) return { answer: 'icmp', icmp }
  return { answer: outcome.code === 'ECONNREFUSED' ? 'rst' : 'error' }
}

/**
 * The TTL of the RST, by halving: RFC 5082's guard lets only answers in that have so much of it left. `undefined`
 * where no RST comes.
 */
async function rstTtl(
  libc: Libc,
  address: AllowedAddress,
  port: number,
  waitMs: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const isLetIn = async (leastTtl: number) => {
    const outcome = await sendSyn(libc, address, port, { leastTtl, waitMs, signal })
    return outcome.kind === 'failed' && outcome.code === 'ECONNREFUSED' && !outcome.icmp
  }
  if (!(await isLetIn(1))) return undefined
  let low = 1
  let high = LARGEST_TTL
  while (low < high && !signal.aborted) {
    const middle = Math.ceil((low + high) / 2)
    if (await isLetIn(middle)) low = middle
    else high = middle - 1
  }
  return low === high ? low : undefined
}
