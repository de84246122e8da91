import { basename } from 'node:path'
import { matchesName } from '../../watch/match-files.js'
import { type Foreign, goDurationMs, listOf, mappingOf, textOf, textsOf } from '../foreign-value.js'
import type { ImportNote } from '../imported.js'
import { type ProbeTarget, type ScrapeJob, targetOf } from './prometheus-target.js'
import { type Labels, RelabelError, readRelabelRules } from './relabel.js'

/** What Prometheus does where nobody says anything. */
const STANDARD = { intervalMs: 60_000, timeoutMs: 10_000 } as const

/** A file of Prometheus that has been parsed. */
export interface PrometheusFile {
  readonly path: string
  readonly value: unknown
}

/** A target, or what is said in its place. */
type FoundTarget = ProbeTarget | ImportNote

/** What the jobs of all files ask blackbox_exporter for, in their order. */
export function prometheusTargets(
  configs: readonly PrometheusFile[],
  targetFiles: readonly PrometheusFile[],
  tcpModules: ReadonlySet<string>,
): readonly FoundTarget[] {
  const used = new Set<PrometheusFile>()
  // A file of `scrape_config_files` has no `global` of its own.
  const main = configs.find(({ value }) => mappingOf(value).global !== undefined)
  const global = mappingOf(mappingOf(main?.value).global)
  const targets = configs.flatMap(({ path, value }) => {
    const own = mappingOf(mappingOf(value).global)
    const context = { path, targetFiles, used, tcpModules }
    return listOf(mappingOf(value).scrape_configs).flatMap((one) =>
      targetsOfJob(mappingOf(one), { ...context, global: { ...global, ...own } }),
    )
  })
  const unused = targetFiles.filter((file) => !used.has(file))
  return [
    ...targets,
    ...unused.map(({ path }) => leftOut(path, 'no scrape config that asks for a probe names it')),
  ]
}

interface JobContext {
  readonly path: string
  readonly global: Foreign
  readonly targetFiles: readonly PrometheusFile[]
  readonly used: Set<PrometheusFile>
  readonly tcpModules: ReadonlySet<string>
}

/** Keys of a job that say how its targets are found, and what is asked of them. */
const JOB_KEYS: readonly string[] = [
  ...['job_name', 'params', 'metrics_path', 'scrape_interval', 'scrape_timeout'],
  ...['static_configs', 'file_sd_configs', 'relabel_configs'],
]

function targetsOfJob(job: Foreign, context: JobContext): readonly FoundTarget[] {
  const { path, global, tcpModules } = context
  const name = textOf(job.job_name) ?? 'a job without a name'
  const where = `${path}: job "${name}"`
  if (!asksForProbes(job, tcpModules)) {
    return [leftOut(where, 'it collects metrics, and asks for no probe of blackbox_exporter')]
  }
  const interval = goDurationMs(job.scrape_interval) ?? goDurationMs(global.scrape_interval)
  const intervalMs = interval || STANDARD.intervalMs
  const general = goDurationMs(global.scrape_timeout) || STANDARD.timeoutMs
  const read: Omit<ScrapeJob, 'rules'> = {
    path,
    name,
    intervalMs,
    timeoutMs: goDurationMs(job.scrape_timeout) || Math.min(general, intervalMs),
    metricsPath: textOf(job.metrics_path) ?? '/metrics',
    params: mappingOf(job.params),
    tcpModules,
  }
  const left = Object.keys(job).filter((key) => !JOB_KEYS.includes(key))
  const discoveries = left.filter((key) => key.endsWith('_sd_configs'))
  const others = left.filter((key) => !discoveries.includes(key))
  const said = [
    ...discoveries.map((key) => leftOut(where, `the targets of ${key}`)),
    ...(others.length > 0 ? [leftOut(where, others.join(', '))] : []),
  ]
  try {
    const rules = readRelabelRules(job.relabel_configs)
    const found = groupsOf(job, where, context)
    const targets = found.map((one) =>
      'message' in one ? one : targetOf(one.labels, one.path, { ...read, rules }),
    )
    return [...targets, ...said]
  } catch (error) {
    if (!(error instanceof RelabelError)) throw error
    const message = `its targets; Prometheus refuses its relabel_configs: ${error.message}`
    return [leftOut(where, message), ...said]
  }
}

/** Other exporters take modules and targets too (snmp_exporter); their paths are others. */
function asksForProbes(job: Foreign, tcpModules: ReadonlySet<string>): boolean {
  if (/\/probe\/?$/.test(textOf(job.metrics_path) ?? '')) return true
  return textsOf(mappingOf(job.params).module).some((module) => tcpModules.has(module))
}

interface FoundLabels {
  readonly labels: Labels
  readonly path: string
}

/** The targets of a job as they are found, before they are relabelled. */
function groupsOf(
  job: Foreign,
  where: string,
  { path, targetFiles, used }: JobContext,
): readonly (FoundLabels | ImportNote)[] {
  const found: (FoundLabels | ImportNote)[] = [...labelsOf(job.static_configs, path)]
  const patterns = listOf(job.file_sd_configs).flatMap((one) => listOf(mappingOf(one).files))
  for (const pattern of textsOf(patterns)) {
    const files = targetFiles.filter((file) => matchesName(basename(pattern), basename(file.path)))
    if (files.length === 0) {
      found.push(leftOut(where, `the targets of ${pattern}; name that file too`))
    }
    for (const file of files) {
      used.add(file)
      found.push(...labelsOf(file.value, file.path))
    }
  }
  return found
}

/** The targets of `static_configs` or of a file of file_sd, with the labels of their group. */
export function labelsOf(value: unknown, path: string): readonly FoundLabels[] {
  return listOf(value).flatMap((one) => {
    const { targets, labels } = mappingOf(one)
    const own = Object.entries(mappingOf(labels)).flatMap(([key, label]) => {
      const text = textOf(label)
      return text === undefined ? [] : [[key, text] as const]
    })
    return textsOf(targets).map((target) => ({
      labels: new Map([...own, ['__address__', target]]),
      path,
    }))
  })
}

function leftOut(where: string, message: string): ImportNote {
  return { where, kind: 'left out', message }
}
