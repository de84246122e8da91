import type { IpAddress } from '../../core/target/ip-address.js'
import { type Libc, openLibc } from '../../engine/native/kernel/libc.js'
import { type IcmpAnswer, icmpAnswerOf } from '../icmp-answer.js'
import { type SynOutcome, sendSyn } from '../native/syn-probe.js'
import {
  isAsked,
  isNotAsked,
  type NotAsked,
  notAsked,
  type Probe,
  type ProbeContext,
} from '../probe.js'

/** Where SYNs to the port get to, and those to a port that no service uses. */
export interface PathFinding {
  readonly port: PathOfPort
  readonly control?: PathOfPort
}

interface PathOfPort {
  readonly port: number
  /** Routers on the way, the nearest first; `null` where one keeps silent. */
  readonly hops: readonly (string | null)[]
  /** How many hops away the answer came from; absent where none came. */
  readonly answered_at?: number
  readonly answer: 'connected' | 'refused' | 'rejected' | 'silence'
  /** The ICMP error that rejected. */
  readonly icmp?: IcmpAnswer
}

/** RFC 792 and RFC 4443: "time exceeded", which a router sends that drops a packet for its TTL. */
const TIME_EXCEEDED = { 4: 11, 6: 3 } as const

/** As many hops are asked at once. Routers ration their answers (icmp(7)). */
const AT_ONCE = 4
/** The Internet is seldom wider; traceroute(8) stops there too. */
const MAX_HOPS = 30
const WAIT_MS = 700

export const pathProbe: Probe<'path', PathFinding> = {
  name: 'path',
  asks: 'how far SYNs to the port get, by letting them go one hop further each time',
  cost: `one SYN per hop, up to ${MAX_HOPS}, for the port and for a control port`,
  needs: 'the native layer; no rights',

  async ask(context) {
    const { address, result, parameters, controlPorts, isThisMachine, budgetMs } = context
    if (!address) return notAsked('no address is known')
    if (result.connected) return notAsked('the port connected')
    if (isThisMachine) return notAsked('the target is this machine')
    const opened = openLibc()
    if (!('libc' in opened)) return notAsked(opened.because)
    const endMs = performance.now() + budgetMs * 0.8
    const walk = (port: number) => walkTo(opened.libc, address, port, endMs, context)
    const [unused = 0] = controlPorts
    const [port, control] = await Promise.all([walk(parameters.port), walk(unused)])
    if (isNotAsked(port)) return port
    return { port, ...(isNotAsked(control) ? {} : { control }) }
  },
}

async function walkTo(
  libc: Libc,
  address: IpAddress,
  port: number,
  endMs: number,
  { door, signal }: ProbeContext,
): Promise<PathOfPort | NotAsked> {
  const send = (ttl: number) =>
    door.send({ address, port, sends: 'SYN' }, (allowed) => {
      const waitMs = Math.min(WAIT_MS, Math.max(0, endMs - performance.now()))
      return sendSyn(libc, allowed, port, { ttl, waitMs, signal })
    })
  const hops: (string | null)[] = []
  while (hops.length < MAX_HOPS && performance.now() < endMs && !signal.aborted) {
    const first = hops.length + 1
    const ttls = Array.from({ length: AT_ONCE }, (_, index) => first + index)
    const sent = await Promise.all(ttls.map(send))
    const unsent = sent.find(isNotAsked)
    if (unsent) return unsent
    const outcomes = sent.filter(isAsked)
    for (const [index, outcome] of outcomes.entries()) {
      const router = routerOf(outcome, address)
      if (router === undefined && outcome.kind !== 'silent') {
        const icmp = icmpAnswerOf(outcome, address.family)
        const answer = answerOf(outcome)
        return { port, hops, answered_at: first + index, answer, ...(icmp ? { icmp } : {}) }
      }
      hops.push(router ?? null)
    }
    if (outcomes.every(({ kind }) => kind === 'silent')) break
  }
  while (hops.at(-1) === null) hops.pop()
  return { port, hops, answer: 'silence' }
}

/** The router that let the packet's time run out. */
function routerOf(outcome: SynOutcome, { family }: IpAddress): string | undefined {
  if (outcome.kind !== 'failed' || outcome.icmp?.type !== TIME_EXCEEDED[family]) return undefined
  return outcome.icmp.from
}

function answerOf(outcome: SynOutcome): PathOfPort['answer'] {
  if (outcome.kind === 'connected') return 'connected'
  if (outcome.kind === 'silent') return 'silence'
  return outcome.code === 'ECONNREFUSED' && !outcome.icmp ? 'refused' : 'rejected'
}
