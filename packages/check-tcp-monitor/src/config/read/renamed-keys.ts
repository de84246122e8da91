import type { TextProblem } from 'check-tcp/files'
import type { YamlMapping } from 'check-tcp/yaml'

/** Names that keys of the config had before, each with the one that it has now. */
const RENAMED: ReadonlyMap<string, string> = new Map([['dead_man', 'heartbeat']])

/** Reports each key that is called otherwise now. @returns the mapping without them */
export function refuseRenamedKeys(
  mapping: YamlMapping,
  allowed: readonly string[],
  what: string,
  problems: TextProblem[],
): YamlMapping {
  const rest = new Map(mapping.entries)
  for (const [key, { keyAt }] of mapping.entries) {
    const name = RENAMED.get(key)
    if (name === undefined || !allowed.includes(name)) continue
    problems.push({ at: keyAt, message: `\`${key}\` of ${what} is called \`${name}\` now` })
    rest.delete(key)
  }
  return { ...mapping, entries: rest }
}
