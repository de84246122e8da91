import { expandTargets } from './expand-targets.js'
import { parseHost } from './host.js'
import { bracketed } from './host-and-port.js'
import type { FindService } from './target.js'

/** Longer words are no slip of the pen, and the search would take its time. */
const LONGEST_WORD = 300

/** The port of an example, where a word names a host alone. */
const EXAMPLE_PORT = 443

type Rewrite = readonly [pattern: RegExp, instead: string]

/** What people write around a target that they copied from elsewhere. */
const AROUND: Rewrite = [/^[<("'`“”‘’«]*(.*?)[>)"'`“”‘’»;,.!?|\\\s]*$/, '$1']

/** Spellings of other tools and slips of the pen, each with what is read here. The first that can be read is meant. */
const REWRITES: readonly Rewrite[] = [
  [/^(\S+?)\s*:\s*(\S+)$/, '$1:$2'],
  [/^(\S+)\s+(\d+)$/, '$1:$2'],
  [/^<(.+?)>:(.+)$/, '$1:$2'],
  // Two colons, or a port that a machine's word order or tcpdump's put elsewhere.
  [/^([^:]+)::(\d+)$/, '$1:$2'],
  [/^(\d+\.\d+\.\d+\.\d+)\.(\d+)$/, '$1:$2'],
  [/^([^:]+):(?:tcp)[/:](\w+)$/i, '$1:$2'],
  [/^tcp[:/]+([^:]+):(\d+)$/i, '$1:$2'],
  [/^([^:]+):(\d+):tcp$/i, '$1:$2'],
  [/^([^:]+):[a-z]+:(\d+)$/i, '$1:$2'],
  [/^(\d+):([^:\d][^:]*)$/, '$2:$1'],
  [/^([^:]+):\[(\d+)\]$/, '$1:$2'],
  [/^([^:]+):(?:port)?=?(\d+)$/i, '$1:$2'],
  [/^([^:]+):["'](\w+)["']$/, '$1:$2'],
  // Ranges of ports.
  [/^([^:]+):(\d+)(?:\.{2,3}|[:–—~_])(\d+)$/, '$1:$2-$3'],
  [/^([^:]+):(?:\*|all|any|-)$/i, '$1:1-65535'],
  [/^([^:]+):(\d+)-$/, '$1:$2-65535'],
  [/^([^:]+):-(\d+)$/, '$1:$2'],
  [/^([^:]+):,*(\d.*?),*$/, '$1:$2'],
  [/^([^:]+):(.*\d),,+(\d.*)$/, '$1:$2,$3'],
  [/^([^:]+):(.*\d)[;|+&](\d.*)$/, '$1:$2,$3'],
  [/^([^:]+):(\w+)\/(?:udp|sctp|dccp)$/i, '$1:$2'],
  // Blocks of addresses.
  [/^(\d+\.\d+\.\d+)\.(?:\*|x|0-255|1-254):(.+)$/i, '$1.0/24:$2'],
  [/^(\d+\.\d+\.\d+\.\d+):(\d+)\/(\d{1,2})$/, '$1/$3:$2'],
  [/^(\d+\.\d+)\.\*\.\*:(.+)$/, '$1.0.0/16:$2'],
  [/^((?:\d+\.){3})(\d+)-\1(\d+):(.+)$/, '$1$2-$3:$4'],
  // Several hosts.
  [/^([^:,]+),([^:,]+):([^:]+)$/, '$1:$3 $2:$3'],
  [/^([^:,]+:\d+),([^:,]+:\d+)$/, '$1 $2'],
  [/^([^:,]+:\d+),([^:,]+:\d+),([^:,]+:\d+)$/, '$1 $2 $3'],
  // URLs.
  [/^(https?)(?::\/?|\/\/|;\/\/|:\\\\)([^/\\].*)$/i, '$1://$2'],
  [/^([a-z]+:\/\/)((?:[0-9a-f]*:){2,}[0-9a-f]*):(\d+)(\/.*)?$/i, '$1[$2]:$3$4'],
  [/^([a-z]+:\/\/)((?:[0-9a-f]*:){2,}[0-9a-f]*)(\/.*)?$/i, '$1[$2]$3'],
  [/^([a-z]+:\/\/[^/]+):(?:\/.*)?$/i, '$1'],
  [/^(?:udp|sctp|dtls|quic)[46]?:\/\/([^/]+:\d+).*$/i, '$1'],
  [/^tcp:\/\/([^/:]+|\[[^\]]+\]):?(?:\/.*)?$/i, `tcp://$1:${EXAMPLE_PORT}`],
  [/^([^/:?#]+\.[^/:?#]+)[/?#](?!\d+$).*$/, `$1:${EXAMPLE_PORT}`],
  // A repository or a login over SSH.
  [/^(?:[^@/\s]*@)([^@:/\s]+)(?::[^\d].*)?$/, '$1:22'],
  // Another sign than the colon.
  [/^([^\s:;|#,/=@]+)[;|#,=@]:?(\d+)$/, '$1:$2'],
  [/^([^\s:;|#,/=@]*[a-z-][^\s:;|#,/=@.]*)\/(\d+)$/i, '$1:$2'],
  // An IPv6 address with its port and no brackets.
  [/^([0-9a-f:.]*:[0-9a-f.]*(?:%\w+)?):(\d+)$/i, '[$1]:$2'],
  [/^\[?((?:[0-9a-f]*:){2,}[0-9a-f.]*)\]?[.#](\d+)$/i, '[$1]:$2'],
  [/^\[([0-9a-f:.%]+)\](\d+)$/i, '[$1]:$2'],
  [/^\[([^\]:]+)\]:(.+)$/, '$1:$2'],
  [/^\[([^\]:]+):(\d+)\]$/, '$1:$2'],
  [/^\[([0-9a-f:]+):(\d+)\]$/i, `[$1:$2]:${EXAMPLE_PORT}`],
  [/^:(\w+)$/, 'localhost:$1'],
]

/**
 * What somebody probably meant who wrote a word that is not a target, in words that can be read: `[::1]:80` for `::1:80`.
 *
 * @param word what cannot be read as a target
 * @param findService finds services that are not among the common ones
 * @returns one or more targets, or `undefined` where there is no good guess
 */
export function meantTargets(
  word: string,
  findService?: FindService,
): readonly string[] | undefined {
  if (word.length > LONGEST_WORD) return undefined
  const clean = rewrite(word.normalize('NFKC'), AROUND)
  const isRead = (one: string) => 'targets' in expandTargets(one, findService)
  for (const base of new Set([word, clean])) {
    for (const [pattern, instead] of [AROUND, ...REWRITES]) {
      if (!pattern.test(base)) continue
      const words = base.replace(pattern, instead).split(' ')
      if (words.join(' ') !== word && words.every(isRead)) return words
    }
  }
  return withExamplePort(clean)
}

function rewrite(word: string, [pattern, instead]: Rewrite): string {
  return word.replace(pattern, instead)
}

/** A host, an address or a block that stands alone. */
function withExamplePort(word: string): readonly string[] | undefined {
  if (word.includes('://')) return undefined
  const host = word.replace(/:$/, '').replace(/^[^@/]*@/, '')
  const withPort = `${parseHost(host).kind === 'address' ? bracketed(host) : host}:${EXAMPLE_PORT}`
  return 'targets' in expandTargets(withPort) ? [withPort] : undefined
}
