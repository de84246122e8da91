import { expandTargets } from '../../core/target/expand-targets.js'
import { bracketed } from '../../core/target/host-and-port.js'
import { meantTargets } from '../../core/target/meant-target.js'
import { findInEtcServices } from '../targets/etc-services.js'
import { isPort, isPortList } from './port-words.js'

/** Programs and verbs that people write out of habit where `check-tcp` alone is enough. */
const VERBS =
  /^(check|test|connect|probe|ping|scan|tcp|tcping|nc|ncat|netcat|telnet|curl|ssh|nmap|get|port|host|to)$/i

/**
 * The targets that somebody probably meant whose words cannot be read: `localhost:6379` for `6379 localhost`. Each can
 * be read.
 *
 * @returns `undefined` where there is no good guess
 */
export function meantWords(words: readonly string[]): readonly string[] | undefined {
  const [verb = '', ...rest] = words
  if (VERBS.test(verb) && rest.length > 0) {
    const withoutVerb = everyRead(rest) ?? withServicePort(verb, rest) ?? meantWords(rest)
    if (withoutVerb) return withoutVerb
  }
  for (const rewrite of REWRITES) {
    const meant = rewrite(words)
    if (meant && meant.length > 0 && meant.every(isRead)) return meant
  }
  const meant = words.map((word) => (isRead(word) ? [word] : meantTargets(word, findInEtcServices)))
  return meant.every((one) => one !== undefined) ? meant.flat() : undefined
}

/** `ssh host`, `telnet host`. */
function withServicePort(verb: string, [host = '', ...more]: readonly string[]) {
  const port = { ssh: 22, telnet: 23 }[verb]
  return port === undefined || more.length > 0
    ? undefined
    : everyRead([`${bracketed(host)}:${port}`])
}

function everyRead(words: readonly string[]): readonly string[] | undefined {
  return words.every(isRead) ? words : undefined
}

function isRead(word: string): boolean {
  return 'targets' in expandTargets(word, findInEtcServices)
}

/** `HOST PORT PORT...`: the first word has no port of its own, the others are nothing else. */
export function isHostAndPorts(words: readonly string[]): boolean {
  const [host = '', ...ports] = words
  return ports.length > 0 && !isPortList(host) && !hasPort(host) && ports.every(isPortList)
}

/** `::1` has colons and no port; `[::1]:22`, `db:5432` and every URL have one. */
export function hasPort(word: string): boolean {
  return word.includes('://') || /^(\[[^\]]*\]|[^:]*):[^:]*$/.test(word)
}

type Rewrite = (words: readonly string[]) => readonly string[] | undefined

const REWRITES: readonly Rewrite[] = [
  hostThenPorts,
  joined,
  portFirst,
  portAlone,
  onePortForAll,
  pairs,
  morePorts,
]

function hostThenPorts(words: readonly string[]): readonly string[] | undefined {
  const [host = '', ...ports] = words
  return isHostAndPorts(words) ? [`${bracketed(host)}:${ports.join(',')}`] : undefined
}

/** `host: 80`, `host :80`, `host : 80`, `host:80, 443`, `a:80, b:80`. */
function joined(words: readonly string[]): readonly string[] | undefined {
  const text = words.join(' ')
  const mended = text
    .replace(/ ?: ?/g, ':')
    .replace(/ ?, ?(?=[\d-]+(?:[ ,]|$))/g, ',')
    .replace(/, |,$/g, ' ')
    .trim()
  return mended === text ? undefined : mended.split(/ +/)
}

/** `6379 localhost`, `6379 8080 localhost`. */
function portFirst(words: readonly string[]): readonly string[] | undefined {
  const from = words.findIndex((word) => !isPort(word))
  return from > 0 ? withPorts(words.slice(from), words.slice(0, from).join(',')) : undefined
}

/** `6379` is a port of this machine, as `:6379` is. */
function portAlone([port = '', ...more]: readonly string[]): readonly string[] | undefined {
  return isPort(port) && more.length === 0 ? [`localhost:${port}`] : undefined
}

/** `web1 web2 443`. */
function onePortForAll(words: readonly string[]): readonly string[] | undefined {
  const port = words.at(-1) ?? ''
  return isPortList(port) && words.length > 2 ? withPorts(words.slice(0, -1), port) : undefined
}

function withPorts(hosts: readonly string[], port: string): readonly string[] | undefined {
  if (hosts.some((host) => hasPort(host) || isPortList(host))) return undefined
  return hosts.map((host) => `${bracketed(host)}:${port}`)
}

/** `web1 80 web2 443`. */
function pairs(words: readonly string[]): readonly string[] | undefined {
  if (words.length < 4 || words.length % 2 > 0) return undefined
  return words.flatMap((host, index) =>
    index % 2 === 0 ? [`${bracketed(host)}:${words[index + 1]}`] : [],
  )
}

/** `host:80 443`. */
function morePorts([target = '', ...ports]: readonly string[]): readonly string[] | undefined {
  if (ports.length === 0 || !hasPort(target) || target.includes('://')) return undefined
  return ports.every(isPortList) ? [[target, ...ports].join(',')] : undefined
}
