import { isIP } from 'node:net'
import { type Foreign, isMapping, listOf, mappingOf } from '../foreign-value.js'
import { parseHostAndPort } from '../host-and-port.js'
import {
  type Imported,
  type ImportedCheck,
  type ImportNote,
  isCheck,
  type NoCheck,
  Remarks,
} from '../imported.js'
import { validEvery, validParameters, validTags } from '../keep-valid.js'
import { type BlackboxModule, readBlackboxModule } from './blackbox-module.js'
import { type ProbeTarget, STANDARD_MODULE } from './prometheus-target.js'
import { labelsOf, type PrometheusFile, prometheusTargets } from './prometheus-targets.js'
import { topLevelNotes } from './prometheus-top-level.js'

/** Modules that blackbox_exporter has where its file is not among those that are imported. */
const STANDARD_MODULES: Foreign = { tcp_connect: { prober: 'tcp', timeout: '5s' } }

/** What blackbox_exporter keeps back of the time that Prometheus waits (`--timeout-offset`). */
const OFFSET_MS = 500

type Modules = ReadonlyMap<string, BlackboxModule | { readonly problem: string }>

/** Turns modules of blackbox_exporter and the targets that Prometheus asks it for into checks. */
export function importBlackbox(files: readonly PrometheusFile[]): Imported {
  const { modules, notes: moduleNotes, refused } = readModules(files)
  const configs = files.filter(({ value }) => mappingOf(value).scrape_configs !== undefined)
  const lists = files.filter(({ value }) => Array.isArray(value))
  const tcp = [...modules].filter(([, module]) => !('problem' in module)).map(([name]) => name)
  const found =
    configs.length > 0
      ? prometheusTargets(configs, lists, new Set(tcp))
      : lists.flatMap((file) => bareTargets(file, tcp))
  const groups: Record<string, Foreign> = Object.create(null)
  const entries = found.map((one): ImportedCheck | NoCheck => {
    if ('message' in one) return { where: one.where, remark: one }
    return checkOf(one, modules, groups)
  })
  const given = files.filter(({ value }) => isMapping(mappingOf(value).modules))
  return {
    entries,
    groups,
    main: mainOf(given, modules),
    moduleNotes,
    notes: [
      ...topLevelNotes(files),
      ...refused,
      ...addressNotes(entries),
      ...probeNotes(given, tcp),
    ],
  }
}

function readModules(files: readonly PrometheusFile[]) {
  const modules = new Map<string, BlackboxModule | { readonly problem: string }>()
  const notes = new Map<string, readonly ImportNote[]>()
  const refused: ImportNote[] = []
  const given = files.filter(({ value }) => isMapping(mappingOf(value).modules))
  const standard = { path: 'blackbox_exporter', value: { modules: STANDARD_MODULES } }
  for (const { path, value } of given.length > 0 ? given : [standard]) {
    for (const [name, one] of Object.entries(mappingOf(mappingOf(value).modules))) {
      const module = readBlackboxModule(one)
      const where = `${path}: module "${name}"`
      modules.set(name, module)
      if ('problem' in module) refused.push({ where, kind: 'left out', message: module.problem })
      else if (given.length > 0) {
        notes.set(
          name,
          module.remarks.map((remark) => ({ ...remark, where })),
        )
      }
    }
  }
  return { modules, notes, refused }
}

/** Targets of a file that no job names: they are checked by the one TCP module that there is. */
function bareTargets({ path, value }: PrometheusFile, tcp: readonly string[]) {
  return labelsOf(value, path).map(({ labels }): ProbeTarget | ImportNote => {
    const target = labels.get('__address__') ?? ''
    const module = labels.get('__param_module') ?? labels.get('module') ?? tcp[0]
    const where = `${path}: target ${target}`
    if (
      module === undefined ||
      (tcp.length > 1 && !labels.has('__param_module') && !labels.has('module'))
    ) {
      const message = `nothing says which of the modules ${tcp.join(', ')} checks it`
      return { where, kind: 'left out', message }
    }
    const visible = [...labels].filter(([name]) => !name.startsWith('__'))
    return {
      ...{ target, module, hostname: undefined, job: path, path, remarks: [] },
      ...{ intervalMs: 60_000, scrapeTimeoutMs: 10_000, labels: new Map(visible) },
    }
  })
}

function checkOf(
  one: ProbeTarget,
  modules: Modules,
  groups: Record<string, Foreign>,
): ImportedCheck | NoCheck {
  const where = `${one.path}: job "${one.job}": target ${one.target}`
  const leftOut = (message: string): NoCheck => ({ where, remark: { kind: 'left out', message } })
  const module = modules.get(one.module)
  if (!module) {
    const hint = one.module === STANDARD_MODULE ? ', which is taken where none is named,' : ''
    return leftOut(`the module "${one.module}"${hint} is in none of the files`)
  }
  if ('problem' in module) return leftOut(`of its module "${one.module}": ${module.problem}`)
  const remarks = new Remarks()
  for (const { kind, message } of [...one.remarks, ...module.remarks]) {
    if (kind === 'note') remarks.note(message)
    else remarks.leftOut(message)
  }
  const bare = one.target.replace(/^tcp:\/\//, '')
  const target = parseHostAndPort(bare)
  if (!target) return leftOut('not a HOST:PORT')
  if (bare !== one.target) {
    remarks.note('`tcp://` before the target, which blackbox_exporter takes for a part of it')
  }
  const tls = mappingOf(module.parameters.tls)
  const named = one.hostname !== undefined && isMapping(module.parameters.tls) && !tls.server_name
  const own = {
    ...target,
    ...(named ? { tls: { ...tls, server_name: one.hostname } } : {}),
  }
  const refused = new Remarks()
  const parameters = validParameters(own, refused)
  if (!parameters) return leftOut(refused.list.map(({ message }) => message).join('; '))
  const tags = validTags(
    [...one.labels].map(([name, value]) => `${name}=${value}`),
    remarks,
  )
  const every = validEvery(one.intervalMs, remarks)
  const timeout = timeoutMs(module.timeoutMs, one.scrapeTimeoutMs) / 1_000
  const title = `${one.job} ${one.module}`
  groups[title] ??= {
    every,
    ...tagged(validTags([`job=${one.job}`], remarks)),
    parameters: { timeout, ...module.parameters },
  }
  const group = groups[title]
  const differs = mappingOf(group?.parameters).timeout !== timeout
  return {
    title: one.target,
    where,
    parameters: { ...parameters, ...(differs ? { timeout } : {}) },
    group: title,
    settings: { ...(group?.every === every ? {} : { every }), ...tagged(tags) },
    remarks: remarks.list,
  }
}

function tagged(tags: readonly string[]): Foreign {
  return tags.length > 0 ? { tags } : {}
}

/** The shorter of what the module allows and what Prometheus waits, a little less than that. */
function timeoutMs(ofModule: number | undefined, scrapeTimeoutMs: number): number {
  const most = scrapeTimeoutMs - OFFSET_MS
  if (ofModule !== undefined && (ofModule < most || most <= 0)) return ofModule
  return Math.max(most, 1)
}

/** Modules that somebody wrote stay what /probe goes by. */
function mainOf(given: readonly PrometheusFile[], modules: Modules): Foreign {
  const kept = [...modules].flatMap(([name, module]) => {
    if ('problem' in module) return []
    const timeout = module.timeoutMs === undefined ? {} : { timeout: module.timeoutMs / 1_000 }
    return [[name, { ...timeout, ...module.parameters }] as const]
  })
  if (given.length === 0 || kept.length === 0) return {}
  return { http: { modules: Object.fromEntries(kept) } }
}

function probeNotes(
  given: readonly PrometheusFile[],
  tcp: readonly string[],
): readonly ImportNote[] {
  if (given.length === 0 || tcp.length === 0) return []
  const where = given.map(({ path }) => path).join(', ')
  const message = 'what /probe may reach: nothing, until `probe_policy` under `http` allows it'
  return [{ where, kind: 'note', message }]
}

/** blackbox_exporter takes one address of a name, and no other where that one fails. */
function addressNotes(entries: readonly (ImportedCheck | NoCheck)[]): readonly ImportNote[] {
  const byName = entries.filter(
    (one) => isCheck(one) && isIP(String(one.parameters.host)) === 0,
  ).length
  if (byName === 0) return []
  const message =
    'blackbox_exporter asks one address of a name (IPv6 first); here a name is up when any of its addresses answers'
  return [{ where: `${byName} targets by name`, kind: 'note', message }]
}

/** Has the value of a file anything of blackbox_exporter or Prometheus? */
export function isBlackboxFile(value: unknown): boolean {
  if (Array.isArray(value)) {
    return listOf(value).some((one) => Array.isArray(mappingOf(one).targets))
  }
  const { modules, scrape_configs } = mappingOf(value)
  return isMapping(modules) || Array.isArray(scrape_configs)
}
