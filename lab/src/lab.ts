import { createHost, type Host } from './network/host.js'
import { joinHosts, type LinkEnd } from './network/link.js'
import { removeStaleNamespaces } from './network/namespace.js'
import { namespaceName } from './network/namespace-name.js'

/** Two hosts that reach each other, and nothing else in the world. */
export interface Lab extends AsyncDisposable {
  /** Where checks are made. */
  readonly prober: Host
  /** What is checked. */
  readonly target: Host
  /** Between them, where the lab was asked for one. */
  readonly router: Host | undefined
  /** Between the router and the target, where the lab was asked for one: two hops away from the prober. */
  readonly farRouter: Host | undefined
  /** An address on the prober's own network that nobody has. */
  readonly absent: { readonly ipv4: string; readonly ipv6: string }
  /** An address outside of every network of the lab. */
  readonly elsewhere: { readonly ipv4: string; readonly ipv6: string }
  /** Removes all of it, and ends the processes inside. */
  dispose(): Promise<void>
}

export interface LabOptions {
  /** Puts a router between prober and target instead of one cable. */
  readonly router?: boolean
  /** Puts a second router behind the first one. */
  readonly farRouter?: boolean
}

/**
 * Builds a lab. Needs root, iproute2 and nftables (`labRequirements`). All addresses are from the ranges for
 * documentation (RFC 5737, RFC 3849); labs do not see each other, so that several can use the same ones at once.
 */
export async function createLab(options: LabOptions = {}): Promise<Lab> {
  const withFarRouter = options.farRouter ?? false
  const withRouter = withFarRouter || (options.router ?? false)
  await removeStaleNamespaces()
  const made: Host[] = []
  const add = async (role: string, address: HostAddress): Promise<Host> => {
    const host = await createHost({ namespace: namespaceName(role), ...address })
    made.push(host)
    return host
  }
  const dispose = async () => {
    await Promise.all(made.splice(0).map((host) => host.remove()))
  }
  try {
    const prober = await add('prober', PROBER)
    const target = await add('target', withRouter ? FAR_TARGET : TARGET)
    const router = withRouter ? await add('router', ROUTER) : undefined
    const farRouter = withFarRouter ? await add('far-router', FAR_SIDE_ROUTER) : undefined
    if (router) await joinThrough(prober, [router, farRouter], target)
    else await joinHosts(endOf(prober), endOf(target))
    const absent = { ipv4: '192.0.2.99', ipv6: '2001:db8::99' }
    const elsewhere = { ipv4: '203.0.113.7', ipv6: '2001:db8:2::7' }
    const asyncDispose = { [Symbol.asyncDispose]: dispose }
    return { prober, target, router, farRouter, absent, elsewhere, dispose, ...asyncDispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

type HostAddress = Pick<Host, 'ipv4' | 'ipv6' | 'mac'>

const PROBER = { ipv4: '192.0.2.1', ipv6: '2001:db8::1', mac: '02:00:00:00:00:01' }
const TARGET = { ipv4: '192.0.2.2', ipv6: '2001:db8::2', mac: '02:00:00:00:00:02' }
const ROUTER = { ipv4: '192.0.2.254', ipv6: '2001:db8::254', mac: '02:00:00:00:00:fe' }
const FAR_TARGET = { ipv4: '198.51.100.2', ipv6: '2001:db8:1::2', mac: '02:00:00:00:01:02' }
const FAR_ROUTER = { ipv4: '198.51.100.254', ipv6: '2001:db8:1::254', mac: '02:00:00:00:01:fe' }
/** The network between two routers. */
const NEAR_SIDE = { ipv4: '198.18.0.1', ipv6: '2001:db8:3::1', mac: '02:00:00:00:03:01' }
const FAR_SIDE_ROUTER = { ipv4: '198.18.0.2', ipv6: '2001:db8:3::2', mac: '02:00:00:00:03:02' }

function endOf(host: Host): LinkEnd {
  return { host, interface: 'eth0', mac: host.mac, ipv4: host.ipv4, ipv6: host.ipv6 }
}

/** Joins them in a row. Each router has its interface towards the prober as `eth0`, the other one as `eth1`. */
async function joinThrough(
  prober: Host,
  [near, far]: readonly [Host, Host | undefined],
  target: Host,
): Promise<void> {
  for (const router of [near, far]) {
    await router?.set('net.ipv4.ip_forward', 1)
    await router?.set('net.ipv6.conf.all.forwarding', 1)
  }
  await joinHosts(endOf(prober), endOf(near))
  await joinHosts(endOf(target), { host: far ?? near, interface: 'eth1', ...FAR_ROUTER })
  await routeBy(prober, ROUTER)
  await routeBy(target, FAR_ROUTER)
  if (!far) return
  await joinHosts(endOf(far), { host: near, interface: 'eth1', ...NEAR_SIDE })
  await routeBy(near, FAR_SIDE_ROUTER)
  await routeBy(far, NEAR_SIDE)
}

async function routeBy(host: Host, { ipv4, ipv6 }: Pick<Host, 'ipv4' | 'ipv6'>): Promise<void> {
  await host.ipAll([ipv4, ipv6].map((gateway) => `route add default via ${gateway}`))
}
