import { hostname } from 'node:os'
import { dirname, resolve } from 'node:path'
import { type Diagnostic, type Environment, type TaskFile, TaskFileError } from 'check-tcp/files'
import { quote } from 'check-tcp/words'
import type { YamlTree } from 'check-tcp/yaml'
import type * as v from 'valibot'
import { type AccessToken, accessTokens } from '../core/config/access.js'
import type { MonitoredCheck } from '../core/config/check.js'
import type { CheckFleet, FleetLocation, HubConfig } from '../core/config/fleet.js'
import type { MonitorConfig } from '../core/config/monitor-config.js'
import { assignLocations } from './read/assign-locations.js'
import { LocalServicePool } from './read/local-service-pool.js'
import type { ReadCheck } from './read/read-check.js'
import { readChecks } from './read/read-checks.js'
import { type Parts, readParts } from './read/read-parts.js'
import { readSources } from './read/read-sources.js'
import { readValue } from './read/read-value.js'
import { fillSecrets, type SecretFiles } from './read/secret-files.js'
import { readAlerting } from './read/sections/read-alerting.js'
import { readHub, readLocations } from './read/sections/read-fleet.js'
import { readSyncMs } from './read/sections/read-history.js'
import { readHttp } from './read/sections/read-http.js'
import { readRetention } from './read/sections/read-retention.js'
import { readStatusPages } from './read/sections/read-status-pages.js'
import { problemsOfSource, type Source, warningsOfSource } from './read/source.js'
import { CONCURRENCY, monitorEntries } from './schema/monitor.js'
import { windows } from './schema/window.js'
import {
  refuseBadDependencies,
  refuseEqualNames,
  refuseSilentCanaries,
  refuseUnknownCanaries,
  refuseUnknownRoutes,
} from './warn/check-references.js'
import { routeNamesIn } from './warn/route-references.js'
import { warnOfCheck } from './warn/warn-of-checks.js'

export interface LoadConfigOptions {
  /** Where `${NAME}` is looked up; `process.env` for a command. */
  readonly environment: Environment
  /** The location where the config names none. @default the name of this machine */
  readonly machine?: string
  /** Called with the path of every file before it is read, and with a pattern that names none, also where loading fails. */
  readonly onFile?: (path: string) => void
  /** Has the local services of the config before, which this one uses too. @default none */
  readonly services?: LocalServicePool
}

/** A config with what is to be said of it. */
export interface LoadedConfig extends MonitorConfig {
  /** Under which names further files belong to it: its `include`. */
  readonly patterns: readonly string[]
  /** What its author may not have meant, in the order of the files and of their text. */
  readonly warnings: readonly Diagnostic[]
  /** Closes the local services of its files; to be called when the config is no longer in use. */
  close(): Promise<void>
}

/**
 * Loads a config with everything that it includes, and opens its local services. Of 1,000 files, 100,000 checks and
 * 4 MiB a file at most.
 *
 * @param file the main file by its path, or by its text with the path that messages call it by
 * @throws {TaskFileError} with every problem of every file; nothing is left open then
 */
export async function loadMonitorConfig(
  file: TaskFile,
  options: LoadConfigOptions,
): Promise<LoadedConfig> {
  const { environment, machine = hostname(), onFile = () => {} } = options
  const { services = new LocalServicePool() } = options
  const sources = await readSources(file, environment, { onFile, services })
  const close = async () => {
    await Promise.all(sources.map(({ services }) => services?.close()))
  }
  try {
    const config = await readConfig(sources, machine, onFile)
    const problems = sources.flatMap(problemsOfSource)
    if (problems.length > 0) throw new TaskFileError(problems)
    return { ...config, warnings: sources.flatMap(warningsOfSource), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Of hubs whose config does not name it. */
const SHARED_LOCATION = 'hub'

async function readConfig(
  sources: readonly [Source, ...Source[]],
  machine: string,
  onFile: (path: string) => void,
): Promise<MonitorConfig & Pick<LoadedConfig, 'patterns'>> {
  const [main] = sources
  const files = sources.map((source) => ({ source, parts: readParts(source, source === main) }))
  const parts = files[0]?.parts ?? { entries: new Map(), checks: [] }
  const treeOf = (key: string) => parts.entries.get(key)?.value
  const value = <const S extends v.GenericSchema>(schema: S, key: string) =>
    readEntry(schema, key, parts, main)

  const read = readChecks(files)
  refuseEqualNames(read)
  const areAll = sources.every(({ tree }) => tree.kind !== 'broken')
  refuseBadDependencies(read, areAll)
  for (const check of read) warnOfCheck(check)
  const canaries = value(monitorEntries.canaries, 'canaries') ?? []
  refuseUnknownCanaries(treeOf('canaries'), read, main, areAll)
  refuseSilentCanaries(canaries, treeOf('canaries'), read, main)
  const maintenance = treeOf('maintenance') ? (value(windows, 'maintenance') ?? []) : []
  const secretFiles: SecretFiles = new Set()
  const locations = readLocations(treeOf('locations'), main)
  const hub = await readHub(treeOf('hub'), main, secretFiles)
  refuseHalfFleet({ locations, hub, parts, main })
  // Hubs that share their history are one place, whatever their machines are called.
  const here = hub?.database === undefined ? machine : SHARED_LOCATION
  const location = value(monitorEntries.location, 'location') ?? here
  refuseOwnLocation(location, { locations, parts, main })
  const isBroken = treeOf('locations') !== undefined && !locations
  const fleets = isBroken ? [] : assignLocations(read, locations)
  const checks = checksOf(read, { canaries: new Set(canaries), maintenance, fleets })

  const filled = async (key: string): Promise<YamlTree | undefined> => {
    const tree = treeOf(key)
    return tree && fillSecrets(tree, main, secretFiles)
  }
  const tags = new Set(checks.flatMap((check) => check.tags))
  const alertingTree = await filled('alerting')
  const alerting = readAlerting(alertingTree, tags, main)
  const routes = routeNamesIn(alertingTree)
  if (routes) refuseUnknownRoutes(read, routes)
  const http = readHttp(await filled('http'), main)
  warnOfNoToken({ hub, http, parts, main })
  const statusPages = readStatusPages(treeOf('status_pages'), {
    ...{ checks, http, source: main },
    areAll: areAll && read.every(({ check }) => check),
  })
  for (const path of secretFiles) onFile(path)
  refuseNothing(files, http, main)
  const patterns = value(monitorEntries.include, 'include') ?? []
  const syncMs = readSyncMs(treeOf('history'), main)
  return {
    patterns,
    files: [...sources.map(({ path }) => resolve(path)), ...secretFiles],
    location,
    directory: resolve(dirname(main.path), value(monitorEntries.directory, 'directory') ?? '.'),
    checks,
    ...(locations && { locations }),
    ...(hub && { hub }),
    alerting,
    retention: readRetention(treeOf('retention'), main),
    ...(syncMs !== undefined && { syncMs }),
    http,
    ...(statusPages.length > 0 && { statusPages }),
    concurrency: value(monitorEntries.concurrency, 'concurrency') ?? CONCURRENCY,
  }
}

/** One value of the main file; its default where it is left out. */
function readEntry<const S extends v.GenericSchema>(
  schema: S,
  key: string,
  { entries }: Parts,
  { problems }: Source,
): v.InferOutput<S> | undefined {
  const tree = entries.get(key)?.value
  if (tree?.kind === 'broken') return undefined
  if (!tree) return defaultOf(schema)
  return readValue(schema, tree, { label: key, problems })
}

function defaultOf<const S extends v.GenericSchema>(schema: S): v.InferOutput<S> | undefined {
  const absent: YamlTree = { kind: 'broken', at: 0 }
  return readValue(schema, absent, { label: '', problems: [] })
}

/** The hub has a name of its own, by which its incidents are told from those of the locations. */
function refuseOwnLocation(
  own: string,
  { locations = [], parts, main }: Omit<FleetParts, 'hub'>,
): void {
  const tree = parts.entries.get('locations')?.value
  if (tree?.kind !== 'mapping' || !locations.some(({ name }) => name === own)) return
  const at = tree.entries.get(own)?.keyAt ?? tree.at
  const message = `${quote(own)} is the name of this hub (\`location\`): the location of an agent needs another, also on this machine`
  main.problems.push({ at, message })
}

interface CheckSurroundings {
  readonly canaries: ReadonlySet<string>
  readonly maintenance: MonitoredCheck['maintenance']
  /** By the place of the check. */
  readonly fleets: readonly (CheckFleet | undefined)[]
}

interface FleetParts {
  readonly locations: readonly FleetLocation[] | undefined
  readonly hub: HubConfig | undefined
  readonly parts: Parts
  readonly main: Source
}

function checksOf(
  read: readonly ReadCheck[],
  { canaries, maintenance, fleets }: CheckSurroundings,
): readonly MonitoredCheck[] {
  return read.flatMap(({ check }, index) => {
    if (!check) return []
    const fleet = fleets[index]
    return {
      ...check,
      canary: check.canary || canaries.has(check.id),
      maintenance: [...maintenance, ...check.maintenance],
      ...(fleet && { fleet }),
    }
  })
}

/** Agents need a hub to report to, and a hub agents that report. */
function refuseHalfFleet({ locations, hub, parts, main }: FleetParts): void {
  const { entries } = parts
  const [key, other] = hub ? ['hub', 'locations'] : ['locations', 'hub']
  const entry = entries.get(key)
  if (Boolean(locations) === Boolean(hub) || !entry || entries.has(other)) return
  const message = hub
    ? '`hub` needs `locations` beside it: the places whose agents report to it'
    : '`locations` needs `hub` beside it: where their agents report to; `hub: {}` will do'
  main.problems.push({ at: entry.keyAt, message })
}

/** Invitations go through the HTTP API, which gives them to nobody without a token. */
function warnOfNoToken({
  hub,
  http,
  parts,
  main,
}: Omit<FleetParts, 'locations'> & Pick<MonitorConfig, 'http'>): void {
  const entry = parts.entries.get('hub')
  // What is wrong with `http` is told by itself.
  if (!hub || !entry || (http && accessTokens(http).some(isOfAdmin)) || main.problems.length > 0)
    return
  const message =
    'no agent can be invited: `check-tcp monitor location add` needs the HTTP API with a `token`: add `http: { token: ... }`, of 16 characters or more'
  main.warnings.push({ at: entry.keyAt, message })
}

function isOfAdmin({ role }: AccessToken): boolean {
  return role === 'admin'
}

/** A config without checks serves /probe, or nothing at all. */
function refuseNothing(
  files: readonly { readonly parts: Parts }[],
  http: MonitorConfig['http'],
  main: Source,
): void {
  if (files.some(({ parts }) => parts.checks.length > 0)) return
  if (main.tree.kind === 'broken' || main.tree.kind === 'scalar' || main.problems.length > 0) return
  if (http && Object.keys(http.modules).length > 0) return
  const message = 'the config has no checks; put them under `checks`, `tasks` or `steps`'
  main.problems.push({ at: main.tree.at, message })
}
