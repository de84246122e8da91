import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Host } from '../network/host.js'
import { endProcess } from '../processes/host-process.js'

/**
 * Starts Debian's dnsmasq on port 53 of a host, with the names given (each ending in `.test`) and their addresses.
 * Other names under `.test` do not exist. It ends with its host, or when the function returned is called.
 */
export async function startDnsmasq(
  host: Host,
  names: Readonly<Record<string, readonly string[]>>,
): Promise<() => Promise<void>> {
  const records = Object.entries(names).map(
    ([name, addresses]) => `--host-record=${[name, ...addresses].join(',')}`,
  )
  const child = spawn(
    'ip',
    [
      ...['netns', 'exec', host.namespace, 'dnsmasq', '--keep-in-foreground'],
      ...['--conf-file=/dev/null', '--pid-file=', '--user=root', '--log-facility=-'],
      ...['--no-resolv', '--no-hosts', '--local=/test/', ...records],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const said: string[] = []
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line)
    // It says so when its sockets are bound.
    if (line.includes('started, version')) {
      child.stderr.resume()
      return () => endProcess(child)
    }
  }
  throw new Error(`dnsmasq did not start: ${said.join('; ')}`)
}
