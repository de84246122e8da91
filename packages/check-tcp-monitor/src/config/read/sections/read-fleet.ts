import { quote } from 'check-tcp/words'
import type { YamlTree } from 'check-tcp/yaml'
import * as v from 'valibot'
import type { FleetLocation, HubConfig } from '../../../core/config/fleet.js'
import { hubSchema, locationName, locationsSchema } from '../../schema/fleet.js'
import { readValue } from '../read-value.js'
import { fillSecrets, type SecretFiles } from '../secret-files.js'
import type { Source } from '../source.js'
import { isPair, readPem } from './read-pem.js'

/** What has a meaning of its own where locations are named. */
const RESERVED: ReadonlyMap<string, string> = new Map([
  ['all', 'every location'],
  ['here', 'the machine where it is typed'],
])

/** Reads `locations`; undefined where the config names none. */
export function readLocations(
  tree: YamlTree | undefined,
  source: Source,
): readonly FleetLocation[] | undefined {
  if (!tree || tree.kind === 'broken') return undefined
  const { problems } = source
  const read = readValue(locationsSchema, tree, { label: 'locations', problems })
  if (!read || tree.kind !== 'mapping') return undefined
  for (const [location, { keyAt }] of tree.entries) {
    const { issues } = v.safeParse(locationName, location)
    if (issues)
      problems.push({ at: keyAt, message: `${quote(location)} must be ${issues[0].message}` })
    const meaning = RESERVED.get(location)
    if (meaning === undefined) continue
    const message = `no location can be called ${quote(location)}: with --from it means ${meaning}; choose another name`
    problems.push({ at: keyAt, message })
  }
  if (tree.entries.size === 0) {
    problems.push({ at: tree.at, message: '`locations` must name at least one' })
  }
  return Object.entries(read).map(([each, settings]) => ({
    name: each,
    tags: settings?.tags ?? [],
  }))
}

/** Reads `hub`, with its certificate and key; undefined where there is none. */
export async function readHub(
  tree: YamlTree | undefined,
  source: Source,
  files: SecretFiles,
): Promise<HubConfig | undefined> {
  if (!tree || tree.kind === 'broken') return undefined
  const filled = await withDatabase(tree, source, files)
  const isSecret = ([key]: readonly (string | number)[]) => key === 'database'
  const read = readValue(hubSchema, filled, { label: 'hub', problems: source.problems, isSecret })
  if (!read || tree.kind !== 'mapping') return undefined
  const { listen, urls, database } = read
  for (const key of ['certificate', 'key'] as const) {
    const other = key === 'key' ? 'certificate' : 'key'
    if (read[key] === undefined || read[other] !== undefined) continue
    const at = tree.entries.get(key)?.keyAt ?? tree.at
    source.problems.push({ at, message: `\`${key}\` of \`hub\` needs \`${other}\` beside it` })
  }
  const [cert, key, clientAuthority] = await Promise.all(
    (['certificate', 'key', 'client_ca'] as const).map(async (which) => {
      const entry = tree.entries.get(which)?.value
      const file = read[which]
      if (file === undefined || !entry) return undefined
      const kind = which === 'key' ? 'key' : 'certificate'
      const { path, text } = await readPem(kind, { file, at: entry.at, source })
      files.add(path)
      return text
    }),
  )
  if (cert !== undefined && key !== undefined && !isPair(cert, key)) {
    const at = tree.entries.get('key')?.value.at ?? tree.at
    source.problems.push({ at, message: '`key` of `hub` is not the key of its `certificate`' })
    return undefined
  }
  const own = { ...listen, urls, ...(database !== undefined && { database }) }
  return {
    ...own,
    ...(cert !== undefined && key !== undefined && { tls: { cert, key } }),
    ...(clientAuthority !== undefined && { clientAuthority }),
  }
}

/** With the content of the file that `database` names, which is a secret. */
async function withDatabase(tree: YamlTree, source: Source, files: SecretFiles): Promise<YamlTree> {
  const entry = tree.kind === 'mapping' ? tree.entries.get('database') : undefined
  if (tree.kind !== 'mapping' || !entry) return tree
  const value = await fillSecrets(entry.value, source, files, true)
  return { ...tree, entries: new Map(tree.entries).set('database', { ...entry, value }) }
}
