import { Resolver as CAresResolver } from 'node:dns/promises'
import { whyNotSent } from '../../check/door.js'
import { onAbort } from '../../core/abort.js'
import { type IpAddress, parseIpAddress } from '../../core/target/ip-address.js'
import { toSeconds } from '../../core/text/seconds.js'
import { askServer } from '../../resolve/ask-server.js'
import { openHostsFile, SYSTEM_HOSTS_FILE } from '../../resolve/hosts-file.js'
import { candidates, readResolvConf } from '../../resolve/resolv-conf.js'
import {
  isAsked,
  isNotAsked,
  type NotAsked,
  notAsked,
  type Probe,
  type ProbeContext,
} from '../probe.js'

/** What every source of names says of the host, each asked by itself. */
export interface NameFinding {
  readonly name: string
  /** The addresses that the hosts file has; absent where it does not have the name. */
  readonly hosts_file?: readonly string[]
  readonly name_servers: readonly NameServerFinding[]
  /** Domains that are tried behind the name (resolv.conf(5)). */
  readonly search: readonly string[]
  /** The names that are asked for, in their order. */
  readonly candidates: readonly string[]
  /** Where the hosts file has another address: does the one of the name servers connect? */
  readonly served_address_connects?: boolean
}

export interface NameServerFinding {
  readonly server: string
  /** The first of the candidates that has an address, or the last one. */
  readonly name: string
  readonly ipv4: NameAnswer
  readonly ipv6: NameAnswer
}

export interface NameAnswer {
  /** `none`: the server says that there is no such address; `failed`: it said nothing, or that it cannot tell. */
  readonly outcome: 'addresses' | 'none' | 'failed' | 'local'
  readonly addresses: readonly string[]
  readonly code?: string
  readonly cause?: string
  /** Seconds until the answer. */
  readonly time: number
}

const DNS_PORT = 53

const MAX_WAIT_MS = 2_000
const SYSTEM_RESOLV_CONF = '/etc/resolv.conf'

export const nameProbe: Probe<'name', NameFinding> = {
  name: 'name',
  asks: 'what the hosts file and each name server say about the name, A and AAAA separately',
  cost: 'two questions to each name server for each search domain',
  needs: 'nothing',

  async ask(context) {
    const { name } = context
    if (!name) return notAsked('the host is an address')
    const inHosts = openHostsFile(SYSTEM_HOSTS_FILE).find(name)
    const conf = readResolvConf(SYSTEM_RESOLV_CONF)
    const tried = candidates(name, conf)
    // RFC 6761 section 6.3: no name server is to be bothered with this one.
    const isLocalhost = /^(.+\.)?localhost\.?$/.test(name)
    const servers = isLocalhost ? [] : new CAresResolver().getServers()
    const name_servers = await Promise.all(servers.map((server) => askOne(server, tried, context)))
    const said = name_servers.filter(isAsked)
    const notOne = said.length === 0 ? name_servers.find(isNotAsked) : undefined
    if (notOne && !inHosts) return notOne
    const other = inHosts && servedInstead(said, inHosts)
    const connects = other && (await doesConnect(other, context))
    return {
      name,
      ...(inHosts ? { hosts_file: inHosts.map(({ text }) => text) } : {}),
      name_servers: said,
      search: conf.search,
      candidates: tried,
      ...(connects === undefined ? {} : { served_address_connects: connects }),
    }
  },
}

/** Asks one server. */
async function askOne(
  server: string,
  names: readonly string[],
  { door, budgetMs, signal }: ProbeContext,
): Promise<NameServerFinding | NotAsked> {
  const endpoint = endpointOf(server)
  if (!endpoint) return notAsked(`the name server ${server} has no address that can be read`)
  const packet = { ...endpoint, host: endpoint.address.text, sends: 'DNS query' }
  const resolver = new CAresResolver({ timeout: Math.round(budgetMs * 0.8), tries: 1 })
  resolver.setServers([server])
  const takeBack = onAbort(signal, () => resolver.cancel())
  try {
    let finding: NameServerFinding | NotAsked = notAsked('there is no name to ask for')
    for (const name of names) {
      const [ipv4, ipv6] = await Promise.all(
        ([4, 6] as const).map((family) => door.send(packet, () => ask(resolver, name, family))),
      )
      if (!ipv4 || isNotAsked(ipv4)) return ipv4 ?? finding
      if (!ipv6 || isNotAsked(ipv6)) return ipv6 ?? finding
      finding = { server, name, ipv4, ipv6 }
      if ([ipv4, ipv6].some(({ outcome }) => outcome !== 'none')) break
    }
    return finding
  } finally {
    takeBack()
  }
}

async function ask(resolver: CAresResolver, name: string, family: 4 | 6): Promise<NameAnswer> {
  const startMs = performance.now()
  const said = await askServer(resolver, name, family)
  return {
    outcome: said.kind,
    addresses: said.kind === 'addresses' ? said.addresses.map(({ text }) => text) : [],
    ...('code' in said ? { code: said.code } : {}),
    ...('cause' in said && said.cause ? { cause: said.cause } : {}),
    time: toSeconds(performance.now() - startMs),
  }
}

/** The first address that a name server gives, where the hosts file has none of theirs. */
function servedInstead(
  said: readonly NameServerFinding[],
  inHosts: readonly IpAddress[],
): IpAddress | undefined {
  const served = said.flatMap(({ ipv4, ipv6 }) => [...ipv4.addresses, ...ipv6.addresses])
  if (inHosts.some(({ text }) => served.includes(text))) return undefined
  return parseIpAddress(served[0] ?? '')
}

async function doesConnect(
  address: IpAddress,
  { door, parameters, budgetMs }: ProbeContext,
): Promise<boolean | undefined> {
  const { port } = parameters
  const timeout = Math.min(MAX_WAIT_MS, budgetMs * 0.4) / 1_000
  const result = await door.check({ host: address.text, port, timeout })
  return whyNotSent(result) ? undefined : result.connected
}

/** c-ares writes `192.0.2.53`, `192.0.2.53:5353` or `[2001:db8::53]:5353`. */
export function endpointOf(
  server: string,
): { readonly address: IpAddress; readonly port: number } | undefined {
  const whole = parseIpAddress(server)
  if (whole) return { address: whole, port: DNS_PORT }
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(server) ?? []
  const address = parseIpAddress(host)
  return address && { address, port: Number(port) }
}
