import { readFileSync } from 'node:fs'

/** Which sources the system asks for the names of hosts, as nsswitch.conf(5) says. */
interface NameServiceSwitch {
  /** When the hosts file is asked: before the name servers, after them, or not at all. */
  readonly files: 'first' | 'last' | 'never'
  /** Are the name servers asked? */
  readonly dns: boolean
  /**
   * May the system know names that neither its hosts file nor its name servers have (mDNS, LDAP, systemd's own host
   * name)?
   */
  readonly more: boolean
}

/** What holds where nsswitch.conf says nothing of hosts. */
const DEFAULT: NameServiceSwitch = { files: 'first', dns: true, more: false }

/** Reads what holds for one name. Off Linux the system has sources of its own. */
export function readNameServiceSwitch(
  name: string,
  path: string | undefined = '/etc/nsswitch.conf',
): NameServiceSwitch {
  if (process.platform !== 'linux') return { ...DEFAULT, more: true }
  const asked = sourcesFor(name, path)
  if (asked.length === 0) return DEFAULT
  const files = asked.indexOf('files')
  // systemd-resolved asks the same name servers, and reads the hosts file too.
  const dns = asked.findIndex((source) => source === 'dns' || source === 'resolve')
  const isFirst = files >= 0 && (dns < 0 || files < dns || asked[dns] === 'resolve')
  const isNever = files < 0 && !asked.includes('resolve')
  return {
    files: isNever ? 'never' : isFirst || files < 0 ? 'first' : 'last',
    dns: dns >= 0,
    more: asked.some((source) => source !== 'files' && source !== 'dns'),
  }
}

/** The sources that are asked for a name that none of them has, in their order. */
function sourcesFor(name: string, path: string): readonly string[] {
  const sources: string[] = []
  for (const word of words(path)) {
    const last = sources.at(-1)
    // What stands in brackets says when the ones behind it are not asked.
    if (!word.startsWith('[')) {
      // Multicast DNS answers for `.local` alone, RFC 6762 section 3.
      const isMeant = !word.startsWith('mdns') || /\.local\.?$/.test(name)
      sources.push(isMeant ? word : '')
    } else if (last !== '' && endsThere(word)) break
  }
  return sources.filter(Boolean)
}

/** `[NOTFOUND=return]`, or `[!UNAVAIL=return]` and the like, which mean NOTFOUND too. */
function endsThere(action: string): boolean {
  return (
    /\bNOTFOUND=return\b/i.test(action.replace(/!NOTFOUND/i, '')) ||
    /!(?:SUCCESS|UNAVAIL|TRYAGAIN)=return\b/i.test(action)
  )
}

function words(path: string): readonly string[] {
  try {
    const line = /^hosts:(.*)$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? ''
    return line.replace(/#.*/, '').match(/\[[^\]]*\]|[^\s[\]]+/g) ?? []
  } catch {
    return []
  }
}
