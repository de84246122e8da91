import type { PolicyOptions } from 'check-tcp'
import { readPolicy } from 'check-tcp/files'
import { isThisMachine } from 'check-tcp/parameters'
import { refuseOtherKeys, showTree, type YamlEntry, type YamlTree } from 'check-tcp/yaml'
import * as v from 'valibot'
import { accessTokens } from '../../../core/config/access.js'
import type { MonitorConfig, ProbeModule } from '../../../core/config/monitor-config.js'
import { httpEntries } from '../../schema/monitor.js'
import type { PlacedEntry } from '../read-level.js'
import { readParameters } from '../read-parameters.js'
import { readValue } from '../read-value.js'
import type { Source } from '../source.js'
import { readAccess, refuseLikeTokens, warnOfUselessProxy } from './read-access.js'

type Http = NonNullable<MonitorConfig['http']>

const httpSchema = v.strictObject(
  httpEntries,
  'false, or a mapping with listen, token, tokens, auth_proxy, hosts, modules, probe_policy',
)

const DEFAULTS: Http = { ...v.parse(httpSchema, {}).listen, hosts: [], modules: {} }

/** Reads `http`, its `file:` references already filled in; undefined where it is turned off. */
export function readHttp(tree: YamlTree | undefined, source: Source): MonitorConfig['http'] {
  if (!tree || tree.kind === 'broken') return DEFAULTS
  if (tree.kind === 'scalar' && typeof tree.value === 'boolean')
    return tree.value ? DEFAULTS : undefined
  const { problems, warnings } = source
  const entries = tree.kind === 'mapping' ? tree.entries : new Map<string, YamlEntry>()
  const own =
    tree.kind === 'mapping' ? { ...tree, entries: pick(entries, Object.keys(httpEntries)) } : tree
  if (tree.kind === 'mapping') {
    refuseOtherKeys(
      tree,
      [...Object.keys(httpEntries), 'modules', 'probe_policy'],
      '`http`',
      problems,
    )
  }
  const isSecret = ([key, ...path]: readonly unknown[]) =>
    key === 'token' || (key === 'tokens' && !['name', 'role'].includes(String(path.at(-1))))
  const read = readValue(httpSchema, own, { label: 'http', problems, isSecret })
  const modules = readModules(entries.get('modules')?.value, source)
  const policyTree = entries.get('probe_policy')?.value
  const probePolicy = policyTree && readProbePolicy(policyTree, source)
  if (!read) return undefined
  if (!probePolicy && Object.keys(modules).length > 0) {
    const at = entries.get('modules')?.keyAt ?? tree.at
    warnings.push({
      at,
      message: 'without `probe_policy` /probe may reach nothing, whatever its modules',
    })
  }
  const access = readAccess(read)
  refuseLikeTokens(access, entries, problems)
  if (!access.authProxy && accessTokens(access).length === 0 && !isThisMachine(read.listen.host)) {
    const at = entries.get('listen')?.value.at ?? tree.at
    const message =
      'this accepts requests from other machines without a `token`: only what needs none is served'
    warnings.push({ at, message })
  }
  warnOfUselessProxy(access, entries, source)
  return {
    ...read.listen,
    ...access,
    hosts: read.hosts,
    modules,
    ...(probePolicy ? { probePolicy } : {}),
  }
}

/** Others name what is probed, so what no rule allows is denied unless the policy says otherwise. */
function readProbePolicy(tree: YamlTree, source: Source): PolicyOptions {
  const policy = readPolicy(tree, source, source.problems)
  const saysDefault = tree.kind === 'mapping' && tree.entries.has('default')
  return saysDefault ? policy : { ...policy, default: 'deny' }
}

/** Stand in for what the caller of /probe names. */
const TARGET = { host: 'target.invalid', port: 1 } as const

function readModules(tree: YamlTree | undefined, source: Source): Http['modules'] {
  const modules: Record<string, ProbeModule> = {}
  if (!tree || tree.kind === 'broken') return modules
  if (tree.kind !== 'mapping') {
    const message = `\`modules\` must be a mapping of names to parameters, got ${showTree(tree)}`
    source.problems.push({ at: tree.at, message })
    return modules
  }
  for (const [name, { value }] of tree.entries) {
    const parameters = readModule(value, name, source)
    if (parameters) modules[name] = parameters
  }
  return modules
}

function readModule(tree: YamlTree, name: string, source: Source): ProbeModule | undefined {
  if (tree.kind === 'broken') return undefined
  if (tree.kind !== 'mapping') {
    const message = `\`${name}\` must be a mapping of parameters, got ${showTree(tree)}`
    source.problems.push({ at: tree.at, message })
    return undefined
  }
  const merged = new Map<string, PlacedEntry>()
  for (const [key, entry] of tree.entries) {
    merged.set(key, { entry, source })
    if (!Object.hasOwn(TARGET, key)) continue
    const message = `a module has no \`${key}\`: the caller of /probe names the target`
    source.problems.push({ at: entry.keyAt, message })
  }
  for (const [key, value] of Object.entries(TARGET)) {
    const entry: YamlEntry = { keyAt: tree.at, value: { kind: 'scalar', at: tree.at, value } }
    merged.set(key, { entry, source })
  }
  const parameters = readParameters(merged, { at: tree.at, source })
  if (!parameters) return undefined
  const { host, port, ...rest } = parameters
  return rest
}

function pick(entries: ReadonlyMap<string, YamlEntry>, keys: readonly string[]) {
  return new Map([...entries].filter(([key]) => keys.includes(key)))
}
