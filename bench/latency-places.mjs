// Where latency is measured: hosts of the lab, since no other traffic passes there.
import { createLab } from '../lab/dist/index.js'
import { loopbackAddress, startServer } from './contestants.mjs'

/** More than the kernel's usual 4,096, so that no crowd fills the accept queue and waits for a second SYN. */
const ACCEPT_QUEUE = 16_384

/** The network for benchmarks (RFC 2544), as many addresses of it as one route can hold. */
const BENCHMARK_NETWORK = '198.18.0.0/15'
const BENCHMARK_START = 198 * 2 ** 24 + 18 * 2 ** 16

/** @returns the addresses of `count` targets on one loopback, where a handshake ends within connect(2) */
export async function openLoopback({ server }) {
  const lab = await createLab()
  const { namespace } = lab.prober
  await lab.prober.set('net.core.somaxconn', ACCEPT_QUEUE)
  const port = await startServer('ip', ['netns', 'exec', namespace, server])
  return { namespace, device: 'lo', port, addressOf: loopbackAddress, dispose: lab.dispose }
}

/** Two hosts whose answers take `delayMs`, as over a network. */
export async function openDelayedLink({ server, link, delayMs }) {
  const lab = await createLab()
  const { prober, target } = lab
  const files = [prober, target].map(({ namespace }) => `/run/netns/${namespace}`)
  await startServer(link, [...files, String(delayMs * 1_000)])
  for (const host of [prober, target]) {
    await host.set('net.ipv6.conf.delayed0.disable_ipv6', 1)
    // A whole crowd of SYNs fits in, so that none is lost on the way.
    await host.ip('link', 'set', 'delayed0', 'txqueuelen', '20000', 'up')
  }
  await prober.ip('route', 'add', BENCHMARK_NETWORK, 'dev', 'delayed0', 'src', prober.ipv4)
  await target.ip('route', 'add', 'local', BENCHMARK_NETWORK, 'dev', 'lo')
  await target.ip('route', 'add', prober.ipv4, 'dev', 'delayed0')
  await target.set('net.core.somaxconn', ACCEPT_QUEUE)
  const port = await startServer('ip', ['netns', 'exec', target.namespace, server])
  const { namespace } = prober
  return { namespace, device: 'delayed0', port, addressOf: benchmarkAddress, dispose: lab.dispose }
}

function benchmarkAddress(index) {
  const number = BENCHMARK_START + 1 + index
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
}
