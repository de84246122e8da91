import { isIPv4 } from 'node:net'
import { LIMITS } from '../parameters/parameters.js'
import { quote } from '../text/show-value.js'
import { parseHost } from './host.js'
import {
  type FindService,
  parseHostAndPort,
  parseTarget,
  type Target,
  withoutExtras,
} from './target.js'

/** Shows whether a port can be used, whatever the host. */
const ANY_HOST = 'target.example'

/** A /8 and every port of one host can be meant; more is a slip of the pen. */
const MAX_TARGETS = 16_777_216

/** Targets that one word stands for, made one by one, as often as they are asked for. */
export type ExpandedTargets =
  | {
      readonly targets: Iterable<Target>
      /** How many targets, hosts and ports they are. */
      readonly count: number
      readonly hosts: number
      readonly ports: number
    }
  | { readonly problem: string }

/**
 * Reads a word that may stand for many targets: `10.0.0.0/28:22,443`, `10.0.0.1-20:22`,
 * `db.internal:5432,6379`, `127.0.0.1:8000-8010`.
 * A word for one target is read as `parseTarget` reads it. A block of 4 addresses or more leaves out its network and
 * broadcast addresses (RFC 919), which no host has.
 */
export function expandTargets(word: string, findService?: FindService): ExpandedTargets {
  const isUrl = word.includes('://')
  const parts = isUrl ? undefined : /^(\[[^\]]*\]|[^:]*):([^:]+)$/.exec(withoutExtras(word))
  const [, host = '', ports = ''] = parts ?? []
  const isBlock = /^\[?[^/\]]+\/\d+\]?$/.test(host) || RANGE.test(host)
  const isList = /,|^\w+-/.test(ports)
  if (!parts || (!isBlock && !isList) || isServiceName(ports, findService)) {
    const parsed = parseTarget(word, findService)
    return 'problem' in parsed ? parsed : { targets: [parsed.target], count: 1, hosts: 1, ports: 1 }
  }
  const portList = expandPorts(ports)
  if ('problem' in portList) return portList
  // What is wrong with a port, or with a host that stands for itself, is the same for every target of the word.
  const first = portList.map((port) =>
    parseHostAndPort(isBlock ? ANY_HOST : host, port, findService),
  )
  const problems = first.flatMap((parsed) => ('problem' in parsed ? [parsed.problem] : []))
  if (problems.length > 0) return { problem: [...new Set(problems)].join('\n') }
  const numbers = first.flatMap((parsed) => ('target' in parsed ? [parsed.target.port] : []))
  const block = isBlock
    ? readBlock(host)
    : { first: 0, count: 1, text: () => host.replace(/^\[(.*)\]$/, '$1') }
  if ('problem' in block) return block
  const count = block.count * portList.length
  if (count > MAX_TARGETS) {
    return {
      problem: `${quote(word)} stands for ${count.toLocaleString('en')} targets; at most ${MAX_TARGETS.toLocaleString('en')} are allowed`,
    }
  }
  return {
    targets: { [Symbol.iterator]: () => combine(block, numbers) },
    count,
    hosts: block.count,
    ports: portList.length,
  }
}

interface Block {
  readonly first: number
  readonly count: number
  readonly text: (address: number) => string
}

function* combine(block: Block, ports: readonly number[]): Generator<Target> {
  for (let index = 0; index < block.count; index++) {
    const host = block.text(block.first + index)
    for (const port of ports) yield { host, port }
  }
}

/** `imap-ssl` has a hyphen and is one service, not a range. */
function isServiceName(ports: string, findService: FindService | undefined): boolean {
  return !ports.includes(',') && !/^\d/.test(ports) && findService?.(ports) !== undefined
}

function expandPorts(text: string): string[] | { readonly problem: string } {
  const ports: string[] = []
  for (const part of text.split(',')) {
    const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(part) ?? []
    if (first === undefined || last === undefined) {
      if (part === '') return { problem: `the port list ${quote(text)} has an empty part` }
      ports.push(part)
      continue
    }
    if (Number(last) > LIMITS.port.max) {
      return { problem: `the port range ${quote(part)} goes past ${LIMITS.port.max}` }
    }
    if (Number(first) > Number(last)) {
      return { problem: `the port range ${quote(part)} is empty; write ${last}-${first}` }
    }
    for (let port = Number(first); port <= Number(last); port++) ports.push(String(port))
  }
  return [...new Set(ports)]
}

/** `10.0.0.1-20`, as nmap has it. */
const RANGE = /^((?:\d{1,3}\.){3}(\d{1,3}))-(\d{1,3})$/

function readRange(text: string): Block | { readonly problem: string } | undefined {
  const [, address = '', first, last] = RANGE.exec(text) ?? []
  if (!isIPv4(address)) return undefined
  const count = Number(last) - Number(first) + 1
  if (Number(last) > 255 || count < 1) {
    return { problem: `host ${quote(text)} cannot be used: its last part goes from 0 to 255` }
  }
  return { first: numberOf(address), count, text: dotted }
}

function readBlock(text: string): Block | { readonly problem: string } {
  const range = readRange(text)
  if (range) return range
  const [address = '', bits = ''] = text.replace(/^\[(.*)\]$/, '$1').split('/')
  const prefix = Number(bits)
  if (!isIPv4(address)) {
    const known = parseHost(address).kind === 'address'
    const why = known
      ? 'blocks of IPv6 addresses are too large to check one by one'
      : 'it is not a block of IPv4 addresses such as 10.0.0.0/28'
    return { problem: `host ${quote(text)} cannot be used: ${why}` }
  }
  if (prefix > 32)
    return { problem: `host ${quote(text)} cannot be used: a prefix has 0 to 32 bits` }
  const size = 2 ** (32 - prefix)
  const network = Math.floor(numberOf(address) / size) * size
  const hosts = size >= 4
  return { first: network + (hosts ? 1 : 0), count: size - (hosts ? 2 : 0), text: dotted }
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')
}
