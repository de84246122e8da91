import type { IpAddress } from '../../core/target/ip-address.js'
import { openLibc } from '../../engine/native/kernel/libc.js'
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
const MIN_WAIT_MS = 150
/** One that is not let in would bring the SYN that the kernel sends again, for which nobody took a turn. */
const MAX_WAIT_MS = 900

export const refusalProbe: Probe<'refusal', RefusalFinding> = {
  name: 'refusal',
  asks: 'whether a RST or an ICMP error says no, and from how far away',
  cost: 'one SYN, and about nine more for a RST, as many to a control port',
  needs: 'the native layer; no rights',

  async ask({ address, result, parameters, controlPorts, isThisMachine, door, signal }) {
    if (!address) return notAsked('no address is known')
    if (result.connected) return notAsked('the port connected')
    if (isThisMachine) return notAsked('the target is this machine')
    const opened = openLibc()
    if (!('libc' in opened)) return notAsked(opened.because)
    const { libc } = opened
    const { port } = parameters
    let tookMs = 0
    const outcome = await door.send({ address, port, sends: 'SYN' }, async (allowed) => {
      const startMs = performance.now()
      const answer = await sendSyn(libc, allowed, port, { waitMs: WAIT_MS, signal })
      tookMs = performance.now() - startMs
      return answer
    })
    if (isNotAsked(outcome)) return outcome
    const finding = findingOf(outcome, address)
    if (finding.answer !== 'rst') return finding
    const waitMs = Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, 3 * tookMs))
    const letIn = (asked: number) => async (minTtl: number) => {
      const answer = await door.send({ address, port: asked, sends: 'SYN' }, (allowed) =>
        sendSyn(libc, allowed, asked, { minTtl, waitMs, signal }),
      )
      return isNotAsked(answer) ? undefined : isRst(answer)
    }
    const [unused = 0] = controlPorts
    const [rst_ttl, control_rst_ttl] = await Promise.all(
      [port, unused].map((asked) => rstTtl(letIn(asked))),
    )
    return {
      ...finding,
      ...(rst_ttl ? { rst_ttl } : {}),
      ...(control_rst_ttl ? { control_rst_ttl } : {}),
    }
  },
}

function findingOf(outcome: SynOutcome, { family }: IpAddress): RefusalFinding {
  if (outcome.kind === 'connected') return { answer: 'connected' }
  if (outcome.kind === 'silent') return { answer: 'silence' }
  const icmp = icmpAnswerOf(outcome, family)
  if (icmp) return { answer: 'icmp', icmp }
  return { answer: outcome.code === 'ECONNREFUSED' ? 'rst' : 'error' }
}

/**
 * The TTL of the RST, by halving: RFC 5082's guard lets only answers in that have so much of it left. `undefined`
 * where no RST comes, or where nobody could be asked to the end.
 */
async function rstTtl(
  isLetIn: (minTtl: number) => Promise<boolean | undefined>,
): Promise<number | undefined> {
  if (!(await isLetIn(1))) return undefined
  let low = 1
  let high = LARGEST_TTL
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const isSo = await isLetIn(middle)
    if (isSo === undefined) return undefined
    if (isSo) low = middle
    else high = middle - 1
  }
  return low
}

function isRst(outcome: SynOutcome): boolean {
  return outcome.kind === 'failed' && outcome.code === 'ECONNREFUSED' && !outcome.icmp
}
