import { readFileSync, statSync } from 'node:fs'
import { type Family, type IpAddress, parseIpAddress } from '../core/target/ip-address.js'

/** The names of a hosts file, as hosts(5) describes it. */
export interface HostsFile {
  /** Every address of the name; `undefined` where the file does not have it. */
  find(name: string): readonly IpAddress[] | undefined
}

/** Where the system keeps it. */
export const SYSTEM_HOSTS_FILE =
  process.platform === 'win32'
    ? `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\drivers\\etc\\hosts`
    : '/etc/hosts'

/**
 * Reads a hosts file when it is first asked and again when it has changed. A file that is not there has no names.
 *
 * @throws a system error where the file is there and cannot be read, such as EMFILE
 */
export function openHostsFile(path: string): HostsFile {
  let version = ''
  let names: ReadonlyMap<string, readonly IpAddress[]> = new Map()

  return {
    find(name) {
      const stat = statSync(path, { throwIfNoEntry: false })
      const seen = stat ? `${stat.ino} ${stat.size} ${stat.mtimeMs}` : ''
      if (seen !== version) {
        names = stat ? parseHosts(readFileSync(path, 'utf8')) : new Map()
        version = seen
      }
      return names.get(withoutFinalDot(name)) ?? loopback(name)
    },
  }
}

function parseHosts(text: string): Map<string, IpAddress[]> {
  const names = new Map<string, IpAddress[]>()
  for (const line of text.split('\n')) {
    const [first = '', ...rest] = line.replace(/#.*/, '').trim().split(/\s+/)
    const address = parseIpAddress(first)
    if (!address) continue
    for (const name of rest) {
      const key = name.toLowerCase()
      const addresses = names.get(key) ?? []
      if (!addresses.some(({ text }) => text === address.text)) addresses.push(address)
      names.set(key, addresses)
    }
  }
  return names
}

/** RFC 6761 section 6.3: `localhost` and names below it are this machine, whatever a name server says. */
function loopback(name: string): readonly IpAddress[] | undefined {
  if (!/^(.+\.)?localhost\.?$/.test(name)) return undefined
  return (['127.0.0.1', '::1'] as const).map((text, index) => ({
    text,
    family: (index === 0 ? 4 : 6) satisfies Family,
  }))
}

function withoutFinalDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name
}
