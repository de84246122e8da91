import type { Explanation } from '../../../explain/explanation.js'
import { targetOf } from '../../outcome.js'

const ANSWERS = {
  connected: 'connected',
  refused: '✘ refused',
  rejected: '✘ rejected',
  silence: '✘ no answer',
} as const

/** `this machine (192.0.2.1, eth0) ── 192.0.2.254 ── ✘ no answer ·· 198.51.100.2:80` */
export function pathLine({ evidence, result, reasons }: Explanation): string | undefined {
  const { route, path } = evidence
  if (!route) return undefined
  const { source_address, interface: device } = route
  const from = [source_address, device].filter((part) => part !== undefined).join(', ')
  const start = from === '' ? 'this machine' : `this machine (${from})`
  const target = targetOf(result)
  if (route.dead) {
    const why = route.dead === 'none' ? 'no route' : `no way (${route.dead})`
    return `${start} ✘ ${why} ·· ${target}`
  }
  if (result.connected) return `${start} ── ${target} connected`
  if (!path) return `${start} ·· ${target} ✘`
  const { hops, answer, icmp } = path.port
  const way = [start, ...hops.map((hop) => hop ?? '?')].join(' ── ')
  // What answers in the host's name stands nearer than it.
  if (reasons[0]?.reason === 'firewall_resets') return `${way} ── ✘ refused on the way ·· ${target}`
  if (icmp) return `${way} ── ✘ rejected by ${icmp.from} ·· ${target}`
  return answer === 'silence'
    ? `${way} ── ${ANSWERS.silence} ·· ${target}`
    : `${way} ── ${target} ${ANSWERS[answer]}`
}
