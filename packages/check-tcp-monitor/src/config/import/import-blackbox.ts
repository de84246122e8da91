import { type BlackboxModule, readBlackboxModule } from './blackbox-module.js'
import { type Foreign, isMapping, listOf, mappingOf, textOf } from './foreign-value.js'
import { parseHostAndPort } from './host-and-port.js'
import type { Imported, ImportedCheck, ImportNote } from './imported.js'
import { validEvery, validParameters, validTags } from './keep-valid.js'
import {
  type PrometheusFile,
  type PrometheusTarget,
  prometheusTargets,
} from './prometheus-targets.js'

/** Modules that blackbox_exporter has where its file is not among those that are imported. */
const STANDARD_MODULES: Foreign = { tcp_connect: { prober: 'tcp' } }

/** Turns modules of blackbox_exporter and the targets that Prometheus asks it for into checks. */
export function importBlackbox(files: readonly PrometheusFile[]): Imported {
  const notes: ImportNote[] = []
  const modules = readModules(files, notes)
  const targets = prometheusTargets(
    files.filter(({ value }) => mappingOf(value).scrape_configs !== undefined),
    files.filter(({ value }) => Array.isArray(value)),
    notes,
  )
  const groups: Record<string, Foreign> = Object.create(null)
  const checks: ImportedCheck[] = []
  const only = onlyName(modules)
  for (const one of targets) {
    const name = one.module ?? only
    const module = name === undefined ? undefined : modules.get(name)
    const where = `${one.path}: target ${one.target}`
    const target = parseHostAndPort(one.target.replace(/^tcp:\/\//, ''))
    const problem = problemOf(module, name) ?? (target ? undefined : 'it is no host and port')
    if (problem !== undefined || !target || !module || 'problem' in module) {
      notes.push({ where, message: problem ?? 'it is left out' })
      continue
    }
    const checkNotes: string[] = []
    const parameters = validParameters({ ...target }, checkNotes)
    if (!parameters) {
      notes.push({ where, message: checkNotes.join('; ') })
      continue
    }
    const group = one.module === undefined ? one.job : `${one.job} ${one.module}`
    groups[group] ??= groupOf(one, module.parameters, checkNotes)
    const tags = tagsOf(one.labels, checkNotes)
    checks.push({
      title: one.target,
      where,
      parameters,
      group,
      settings: tags.length > 0 ? { tags } : {},
      notes: checkNotes,
    })
  }
  return { checks, groups, main: mainOf(files, modules, notes), notes }
}

type Modules = ReadonlyMap<string, BlackboxModule>

function readModules(files: readonly PrometheusFile[], notes: ImportNote[]): Modules {
  const modules = new Map<string, BlackboxModule>()
  const read = (path: string, named: Foreign) => {
    for (const [name, value] of Object.entries(named)) {
      const left: string[] = []
      const module = readBlackboxModule(value, left)
      modules.set(name, module)
      const where = `${path}: module "${name}"`
      if ('problem' in module) notes.push({ where, message: module.problem })
      for (const message of left) notes.push({ where, message })
    }
  }
  const given = files.filter(({ value }) => isMapping(mappingOf(value).modules))
  for (const { path, value } of given) read(path, mappingOf(mappingOf(value).modules))
  if (given.length === 0) read('blackbox_exporter', STANDARD_MODULES)
  return modules
}

function problemOf(module: BlackboxModule | undefined, name: string | undefined) {
  if (name === undefined) return 'its job names no module'
  if (!module) return `the module "${name}" is in none of the files`
  return 'problem' in module ? `of its module "${name}": ${module.problem}` : undefined
}

function onlyName(modules: Modules): string | undefined {
  const tcp = [...modules].filter(([, module]) => 'parameters' in module)
  return tcp.length === 1 ? tcp[0]?.[0] : undefined
}

function groupOf({ job, intervalMs }: PrometheusTarget, parameters: Foreign, notes: string[]) {
  const tags = validTags([`job=${job}`], notes)
  return {
    every: validEvery(intervalMs, notes),
    ...(tags.length > 0 ? { tags } : {}),
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
  }
}

function tagsOf(labels: Foreign, notes: string[]): readonly string[] {
  const visible = Object.entries(labels).filter(
    ([key]) => !key.startsWith('__') && key !== 'module',
  )
  return validTags(
    visible.map(([key, value]) => `${key}=${textOf(value) ?? ''}`),
    notes,
  )
}

/** Modules that somebody wrote stay what /probe goes by. */
function mainOf(files: readonly PrometheusFile[], modules: Modules, notes: ImportNote[]): Foreign {
  const given = files.filter(({ value }) => isMapping(mappingOf(value).modules))
  const kept = [...modules].flatMap(([name, module]) =>
    'parameters' in module ? [[name, module.parameters] as const] : [],
  )
  if (given.length === 0 || kept.length === 0) return {}
  const where = given.map(({ path }) => path).join(', ')
  notes.push({ where, message: 'what /probe may reach; say it under `http` as `probe_policy`' })
  return { http: { modules: Object.fromEntries(kept) } }
}

/** Has the value of a file anything of blackbox_exporter or Prometheus? */
export function isBlackboxFile(value: unknown): boolean {
  if (Array.isArray(value))
    return listOf(value).some((one) => Array.isArray(mappingOf(one).targets))
  const { modules, scrape_configs } = mappingOf(value)
  return isMapping(modules) || Array.isArray(scrape_configs)
}
