import { readFileSync } from 'node:fs'

/**
 * May the system know names that neither its hosts file nor its name servers have (mDNS, LDAP, systemd's own host
 * name)? On Linux nsswitch.conf(5) says so; elsewhere the system has sources of its own.
 */
export function systemKnowsMore(name: string, path = '/etc/nsswitch.conf'): boolean {
  if (process.platform !== 'linux') return true
  return sources(path).some((source) => {
    if (source === 'files' || source === 'dns') return false
    // Multicast DNS answers for `.local` alone, RFC 6762 section 3.
    return source.startsWith('mdns') ? /\.local\.?$/.test(name) : true
  })
}

function sources(path: string): readonly string[] {
  try {
    const line = /^hosts:(.*)$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? ''
    // Actions such as [NOTFOUND=return] stand between the sources.
    return line
      .replace(/#.*/, '')
      .replace(/\[[^\]]*\]/g, ' ')
      .trim()
      .split(/\s+/)
      .filter(Boolean)
  } catch {
    return []
  }
}
