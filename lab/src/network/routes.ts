import type { Host } from './host.js'

/** The route types that answer with an error instead of a way (ip-route(8)). */
export type DeadRoute = 'unreachable' | 'prohibit' | 'blackhole' | 'throw'

/**
 * Gives `address` a dead route. connect(2) then fails at once: `unreachable` with EHOSTUNREACH, `prohibit` with
 * EACCES, `blackhole` with EINVAL, and `throw` as if no route were there, with ENETUNREACH.
 */
export async function addDeadRoute(host: Host, type: DeadRoute, address: string): Promise<void> {
  await host.ip('route', 'add', type, address)
}

/** Takes the interface down. Its routes go with it, so connect(2) fails with ENETUNREACH. */
export async function setLinkDown(host: Host): Promise<void> {
  await host.ip('link', 'set', 'eth0', 'down')
}

/** Switches IPv6 off: the host loses `::1` too, and connect(2) fails with EADDRNOTAVAIL. */
export async function disableIpv6(host: Host): Promise<void> {
  await host.set('net.ipv6.conf.all.disable_ipv6', 1)
}
