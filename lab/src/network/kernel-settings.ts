import type { Host } from './host.js'

/** Sets the range from which connect(2) takes source ports, both ends included. It tries the even ones first. */
export async function setEphemeralPorts(host: Host, first: number, last: number): Promise<void> {
  await host.set('net.ipv4.ip_local_port_range', `${first} ${last}`)
}

/** Ports below this one need CAP_NET_BIND_SERVICE; a namespace starts with 1024. */
export async function setFirstUnprivilegedPort(host: Host, port: number): Promise<void> {
  await host.set('net.ipv4.ip_unprivileged_port_start', port)
}

/** Sets how often a SYN is sent again before connect(2) fails with ETIMEDOUT; 1 is the least the kernel takes. */
export async function setSynRetries(host: Host, count: number): Promise<void> {
  await host.set('net.ipv4.tcp_syn_retries', count)
}

/** Without timestamps from the peer, a connection in TIME_WAIT keeps its source port busy for 60 s. */
export async function setTcpTimestamps(host: Host, on: boolean): Promise<void> {
  await host.set('net.ipv4.tcp_timestamps', on ? 1 : 0)
}
