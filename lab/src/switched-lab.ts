import { createHost, type Host } from './network/host.js'
import { removeStaleNamespaces } from './network/namespace.js'
import { namespaceName } from './network/namespace-name.js'

/** Hosts that all reach each other over one switch, and nothing else in the world. */
export interface SwitchedLab<Name extends string> extends AsyncDisposable {
  readonly hosts: Readonly<Record<Name, Host>>
}

/** The interface of the switch that leads to a host has at most 15 characters. */
const PORT = 'port'

/**
 * Builds one host for each name, at most 200. Needs root, iproute2 and nftables (`labRequirements`). Addresses are from a range for
 * documentation (RFC 5737, RFC 3849).
 */
export async function createSwitchedLab<Name extends string>(
  names: readonly Name[],
): Promise<SwitchedLab<Name>> {
  await removeStaleNamespaces()
  const made: Host[] = []
  const dispose = async () => {
    await Promise.all(made.splice(0).map((host) => host.remove()))
  }
  try {
    const bridge = await createHost({ namespace: namespaceName('switch'), ...addressesOf(254) })
    made.push(bridge)
    await bridge.ipAll(['link add br0 type bridge', 'link set br0 up'])
    const hosts = {} as Record<Name, Host>
    for (const [index, name] of names.entries()) {
      const host = await createHost({ namespace: namespaceName(name), ...addressesOf(index + 1) })
      made.push(host)
      hosts[name] = host
      await plugIn(host, bridge, `${PORT}${index}`)
    }
    return { hosts, [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

function addressesOf(number: number): Pick<Host, 'ipv4' | 'ipv6' | 'mac'> {
  const hex = number.toString(16).padStart(2, '0')
  return { ipv4: `192.0.2.${number}`, ipv6: `2001:db8::${hex}`, mac: `02:00:00:00:00:${hex}` }
}

async function plugIn(host: Host, bridge: Host, port: string): Promise<void> {
  await host.ip(
    ...['link', 'add', 'eth0', 'address', host.mac, 'type', 'veth'],
    ...['peer', 'name', port, 'netns', bridge.namespace],
  )
  await host.ipAll([
    'link set eth0 up',
    `addr add ${host.ipv4}/24 dev eth0`,
    `addr add ${host.ipv6}/64 dev eth0 nodad`,
  ])
  await bridge.ipAll([`link set ${port} master br0`, `link set ${port} up`])
}
