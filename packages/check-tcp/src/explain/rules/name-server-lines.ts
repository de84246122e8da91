import type { Facts } from '../facts.js'
import type { NameAnswer } from '../probes/name.js'

/** What a name server can answer, and Node's codes for it. */
const ANSWERS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such name (NXDOMAIN)',
  ENODATA: 'no such address',
  EBADNAME: 'not a name that it can look up',
  ESERVFAIL: 'it cannot tell (SERVFAIL)',
  EREFUSED: 'it refuses to answer (REFUSED)',
  ETIMEOUT: 'no answer',
  ECONNREFUSED: 'nothing listens there',
}

const OUTCOMES: Readonly<Record<Exclude<NameAnswer['outcome'], 'addresses'>, string>> = {
  none: 'no such address',
  failed: 'no answer',
  local: 'this machine could not ask',
}

/** What each name server said, in a line each. */
export function nameServerLines({ evidence: { name } }: Facts): readonly string[] {
  return (name?.name_servers ?? []).map(({ server, name: asked, ipv4, ipv6 }) => {
    const [a, aaaa] = [inWords(ipv4), inWords(ipv6)]
    const words =
      a === aaaa
        ? `${a} after ${milliseconds(Math.max(ipv4.time, ipv6.time))}`
        : `A: ${a} after ${milliseconds(ipv4.time)}; AAAA: ${aaaa} after ${milliseconds(ipv6.time)}`
    return `name server ${server}, asked for ${asked}: ${words}`
  })
}

function inWords({ outcome, addresses, code }: NameAnswer): string {
  if (outcome === 'addresses') return addresses.join(', ')
  return code === undefined ? OUTCOMES[outcome] : (ANSWERS[code] ?? code)
}

function milliseconds(seconds: number): string {
  return `${Math.round(seconds * 1_000)} ms`
}
