import { mkdir, writeFile } from 'node:fs/promises'
import { runCommand } from '../processes/run-command.js'
import { addNamespace, etcFolder, removeNamespace } from './namespace.js'

export type Family = 4 | 6

/** A machine of the lab: one network namespace with its own interfaces, routes, firewall, settings and name files. */
export interface Host {
  readonly namespace: string
  /** The host's own address in each family. */
  readonly ipv4: string
  readonly ipv6: string
  /** The link-layer address of its interface `eth0`. */
  readonly mac: string
  /** Runs `ip -n NAMESPACE ...`. */
  ip(...args: readonly string[]): Promise<string>
  /** Runs several such commands, one after the other, until one fails. */
  ipAll(commands: readonly string[]): Promise<void>
  /** Runs a program inside the host, `input` on its standard input. */
  run(command: string, args: readonly string[], input?: string): Promise<string>
  /** Gives nftables some commands. */
  nft(commands: string): Promise<void>
  /** Sets a kernel setting of this namespace, such as `net.ipv4.ip_forward`. */
  set(setting: string, value: string | number): Promise<void>
  /** Writes the host's own /etc/resolv.conf, /etc/hosts or /etc/nsswitch.conf. Processes that run already see a new text of the first two. */
  writeEtc(file: 'resolv.conf' | 'hosts' | 'nsswitch.conf', text: string): Promise<void>
  /** Removes the host and ends its processes. */
  remove(): Promise<void>
}

interface HostOptions {
  readonly namespace: string
  readonly ipv4: string
  readonly ipv6: string
  readonly mac: string
}

/**
 * ICMP errors are rationed (icmp(7)): one a second for each peer, too few for many runs at once. Duplicate address
 * detection would keep IPv6 addresses back for a second or two.
 */
const SETTINGS = {
  'net.ipv4.icmp_ratelimit': 0,
  'net.ipv4.icmp_msgs_per_sec': 1_000_000,
  'net.ipv4.icmp_msgs_burst': 1_000_000,
  'net.ipv6.icmp.ratelimit': 0,
  'net.ipv6.conf.default.accept_dad': 0,
}

/** Makes a host with an empty firewall, no name server and only `localhost` in its hosts file. */
export async function createHost(options: HostOptions): Promise<Host> {
  const { namespace } = options
  await addNamespace(namespace)
  const host: Host = {
    ...options,
    ip: (...args) => runCommand('ip', ['-n', namespace, ...args]),
    async ipAll(commands) {
      await runCommand('ip', ['-n', namespace, '-batch', '-'], commands.join('\n'))
    },
    run: (command, args, input) =>
      runCommand('ip', ['netns', 'exec', namespace, command, ...args], input),
    async nft(commands) {
      await host.run('nft', ['-f', '-'], `${commands}\n`)
    },
    async set(setting, value) {
      await host.run('sh', ['-c', settingLine(setting, value)])
    },
    // The mount holds on to the file itself, so the text is written in place.
    writeEtc: (file, text) => writeFile(`${etcFolder(namespace)}/${file}`, text),
    remove: () => removeNamespace(namespace),
  }
  await mkdir(etcFolder(namespace), { recursive: true })
  await host.writeEtc('resolv.conf', '')
  await host.writeEtc('hosts', '127.0.0.1 localhost\n::1 localhost\n')
  await applySettings(host)
  await host.nft(EMPTY_FIREWALL)
  return host
}

async function applySettings(host: Host): Promise<void> {
  const lines = Object.entries(SETTINGS).map(([setting, value]) => settingLine(setting, value))
  // Not every kernel has each of them in a namespace of its own; those hold for all alike.
  await host.run('sh', ['-c', `{ ${lines.join('; ')}; true; } 2> /dev/null`])
}

function settingLine(setting: string, value: string | number): string {
  return `echo '${value}' > /proc/sys/${setting.replaceAll('.', '/')}`
}

/** The sets remember every connection by its first sequence number, which a repeated SYN bears again. */
const EMPTY_FIREWALL = `
table inet lab {
  set connections4 {
    typeof ip saddr . tcp sport . tcp dport . tcp sequence
    flags dynamic; timeout 2m; size 65535
  }
  set connections6 {
    typeof ip6 saddr . tcp sport . tcp dport . tcp sequence
    flags dynamic; timeout 2m; size 65535
  }
  chain input { type filter hook input priority 0; policy accept; }
  chain forward { type filter hook forward priority 0; policy accept; }
  chain output { type filter hook output priority 0; policy accept; }
}`
