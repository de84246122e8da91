import { COMMON_PORTS, isThisMachine } from 'check-tcp/parameters'
import { longestCheckMs } from '../../core/config/longest-check.js'
import type { ReadCheck } from '../read/read-check.js'
import { writeDuration } from '../write-duration.js'

/** Services that turn a host away which connects a hundred times without a login. */
const COUNTING_PORTS: readonly (number | undefined)[] = [COMMON_PORTS.mysql, COMMON_PORTS.mariadb]

/** Says of a check what its author may not have meant. */
export function warnOfCheck({ check, source, at, levels }: ReadCheck): void {
  if (!check) return
  const { host, port } = check.parameters
  const own = levels.at(-1)
  const placeOf = (key: string) => own?.parameters.get(key)?.entry.value.at ?? at
  const longest = longestCheckMs(check.parameters)
  if (longest > check.everyMs) {
    const message = `one check can take ${writeDuration(longest)}, longer than \`every\` (${writeDuration(check.everyMs)}): the next one is then skipped`
    source.warnings.push({ at: own?.entries.get('every')?.value.at ?? at, message })
  }
  if (COUNTING_PORTS.includes(port) && !isThisMachine(host)) {
    const message = `MySQL and MariaDB block a host after 100 connections without a login, and port ${port} is theirs: raise max_connect_errors (docs/guide/services-that-count-connects.md)`
    source.warnings.push({ at: placeOf('port'), message })
  }
}
