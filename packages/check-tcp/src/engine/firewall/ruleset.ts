import type { IpAddress } from '../../core/target/ip-address.js'
import { parseNetwork } from '../../core/target/network.js'

interface Chain {
  readonly rules: string[]
  /** It is where packets that this machine sends come by. */
  isOutput: boolean
}

type Chains = ReadonlyMap<string, Chain>

/** What a chain does with the packet: `unknown` where a rule decides that is not understood. */
type Fate = 'reset' | 'accepted' | 'stopped' | 'passed' | 'unknown'

/**
 * Does the ruleset, as `nft --numeric list ruleset` prints it, surely answer a new TCP connection to the address and port
 * with a RST on its way out? Only rules that are understood to the last word count, and only where no rule before them
 * may have let the packet pass.
 */
export function surelyResets(ruleset: string, address: IpAddress, port: number): boolean {
  return readTables(ruleset, address).some((chains) =>
    [...chains.values()].some(
      (chain) => chain.isOutput && fateIn(chain, chains, { address, port }, 0) === 'reset',
    ),
  )
}

/** The tables that see packets of the family. */
function readTables(ruleset: string, { family }: IpAddress): readonly Chains[] {
  const tables: Map<string, Chain>[] = []
  let table: Map<string, Chain> | undefined
  let chain: Chain | undefined
  for (const line of ruleset.split('\n').map((text) => text.trim())) {
    const [, tableFamily] = /^table (\S+) \S+ \{/.exec(line) ?? []
    const [, chainName] = /^chain (\S+) \{/.exec(line) ?? []
    if (tableFamily) {
      table = ['inet', family === 4 ? 'ip' : 'ip6'].includes(tableFamily) ? new Map() : undefined
      if (table) tables.push(table)
    } else if (chainName) {
      chain = { rules: [], isOutput: false }
      table?.set(chainName, chain)
    } else if (line === '}') chain = undefined
    else if (/^type \S+ hook /.test(line)) {
      if (chain && / hook output /.test(line)) chain.isOutput = true
    } else if (line !== '') chain?.rules.push(line)
  }
  return tables
}

interface Question {
  readonly address: IpAddress
  readonly port: number
}

/** More than nft(8) lets chains call each other. */
const MAX_JUMPS = 16

function fateIn(chain: Chain, chains: Chains, question: Question, jumps: number): Fate {
  for (const rule of chain.rules) {
    const { matches, verdict } = readRule(rule, question)
    if (matches === 'no' || verdict === '') continue
    const fate = fateOf(verdict, chains, question, jumps)
    if (fate === 'passed') {
      if (verdict === 'return' || verdict.startsWith('goto ')) {
        return matches === 'yes' ? 'passed' : 'unknown'
      }
    } else if (matches === 'yes') return fate
    // Something refused the connection, so whatever may drop the packet did not.
    else if (fate !== 'stopped') return 'unknown'
  }
  return 'passed'
}

function fateOf(verdict: string, chains: Chains, question: Question, jumps: number): Fate {
  if (verdict === 'reject with tcp reset') return 'reset'
  if (verdict === 'accept') return 'accepted'
  if (verdict === 'return') return 'passed'
  if (verdict === 'drop' || verdict.startsWith('reject')) return 'stopped'
  const [, name = ''] = /^(?:jump|goto) (\S+)$/.exec(verdict) ?? []
  const called = chains.get(name)
  if (!called || jumps >= MAX_JUMPS) return 'unknown'
  return fateIn(called, chains, question, jumps + 1)
}

/** What a rule may say without making a difference. */
const REMARKS =
  /\b(?:counter(?: packets \d+ bytes \d+)?|comment "[^"]*"|log(?: prefix "[^"]*")?)(?= |$)/g

type Condition = readonly [RegExp, (value: string, question: Question) => boolean]

const always = () => true

/** The conditions that are understood, of a SYN that begins a connection. */
const CONDITIONS: readonly Condition[] = [
  [/^meta nfproto (ipv[46])\b/, (value, { address }) => value === `ipv${address.family}`],
  [/^(?:meta l4proto|ip protocol|ip6 nexthdr) (tcp|6)(?= |$)/, always],
  [/^(?:meta l4proto|ip protocol|ip6 nexthdr) (\w+)(?= |$)/, () => false],
  [/^(?:udp|icmp|icmpv6|sctp) (\S+)/, () => false],
  [/^ip6? daddr ([\da-f.:/]+)(?= |$)/, (value, { address }) => contains(value, address)],
  [
    /^ip6? daddr \{ ([\da-f.:/, ]+) \}/,
    (value, { address }) => value.split(', ').some((one) => contains(one, address)),
  ],
  [/^tcp dport (\d+(?:-\d+)?)(?= |$)/, hasPort],
  [
    /^tcp dport \{ ([\d, -]+) \}/,
    (value, question) => value.split(', ').some((one) => hasPort(one, question)),
  ],
  [/^ct state ((?:\w+)(?:,\w+)*)(?= |$)/, (value) => value.split(',').includes('new')],
  [/^tcp flags (?:& \(fin ?\| ?syn ?\| ?rst ?\| ?ack\) == syn|syn \/ fin,syn,rst,ack)/, always],
]

function readRule(
  rule: string,
  question: Question,
): { readonly matches: 'yes' | 'no' | 'maybe'; readonly verdict: string } {
  let rest = rule.replace(REMARKS, '').replace(/\s+/g, ' ').trim()
  for (;;) {
    const verdict = VERDICT.exec(rest)
    if (verdict?.index === 0 || rest === '') return { matches: 'yes', verdict: rest }
    const known = CONDITIONS.find(([pattern]) => pattern.test(rest))
    // A condition that is not understood: whatever stands behind it may happen.
    if (!known) return { matches: 'maybe', verdict: verdict?.[0] ?? '' }
    const [pattern, holds] = known
    const [all = '', value = ''] = pattern.exec(rest) ?? []
    if (!holds(value, question)) return { matches: 'no', verdict: '' }
    rest = rest.slice(all.length).trim()
  }
}

const VERDICT = /\b(?:accept|drop|return|reject(?: with .+)?|(?:jump|goto) \S+)$/

function contains(network: string, address: IpAddress): boolean {
  return parseNetwork(network)?.contains(address) ?? false
}

/** `22` or `1000-2000` */
function hasPort(text: string, { port }: Question): boolean {
  const [first = Number.NaN, last = first] = text.split('-').map(Number)
  return port >= first && port <= last
}
