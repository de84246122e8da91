import type { Host } from './host.js'

/** Gives a host its name servers, and the seconds that the first question to each may take (resolv.conf(5)). */
export async function useNameServers(
  host: Host,
  servers: readonly string[],
  { timeoutSeconds = 1 }: { readonly timeoutSeconds?: number } = {},
): Promise<void> {
  const lines = servers.map((server) => `nameserver ${server}\n`)
  const options = `options timeout:${timeoutSeconds}\n`
  await host.writeEtc('resolv.conf', `${lines.join('')}${options}`)
}

/** Writes names into a host's /etc/hosts, beside `localhost`. */
export async function addHostNames(
  host: Host,
  names: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const lines = Object.entries(names).flatMap(([name, addresses]) =>
    addresses.map((address) => `${address} ${name}\n`),
  )
  await host.writeEtc('hosts', `127.0.0.1 localhost\n::1 localhost\n${lines.join('')}`)
}
