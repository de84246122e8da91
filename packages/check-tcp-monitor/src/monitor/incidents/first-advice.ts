import { milliseconds } from '../../alert/wording/times.js'
import type { Baseline } from '../../core/response-time/baseline.js'
import type { CheckRuntime } from '../judge/check-runtime.js'

/** A normal response time of more than so much of the time-out is a reason to look at the time-out. */
const NEAR = 0.5

/**
 * What to do first, by what is known: the advice of the newest result, but for a host that is silent what its other
 * checks and its normal response time tell. A longer time-out helps only where answers have come near it.
 *
 * @param neighbours the other checks of the same host
 */
export function firstAdvice(
  { check, newest, advice }: CheckRuntime,
  baseline: Baseline | undefined,
  neighbours: readonly CheckRuntime[],
): string | undefined {
  const { host, port, timeout } = check.parameters
  const isSilent = newest?.failure === 'timeout'
  const isUnreachable = newest?.code === 'EHOSTUNREACH'
  if (!isSilent && !isUnreachable) return advice
  const timeoutMs = timeout * 1_000
  if (isSilent && baseline && baseline.highMs > NEAR * timeoutMs) {
    return `It normally takes up to ${milliseconds(baseline.highMs)}, near the timeout of ${milliseconds(timeoutMs)}: find out what slows it down, or raise \`timeout\``
  }
  const answering = neighbours.find(({ state }) => state.verdict === 'up')
  if (answering) {
    return `${host} answers on port ${answering.check.parameters.port}: check the firewall rules for port ${port}, and the service`
  }
  const what = `heck that ${host} is up, then its network and the firewalls on the way`
  const allFail =
    neighbours.length > 0 && neighbours.every(({ state }) => state.incident === 'down')
  return allFail ? `No check of ${host} gets an answer: c${what}` : `C${what}`
}
