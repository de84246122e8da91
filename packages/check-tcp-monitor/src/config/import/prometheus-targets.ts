import { basename } from 'node:path'
import { matchesName } from '../match-files.js'
import { type Foreign, goDurationMs, listOf, mappingOf, textOf } from './foreign-value.js'
import type { ImportNote } from './imported.js'

/** What Prometheus does where a job says nothing. */
const INTERVAL_MS = 60_000

/** A file of Prometheus that has been parsed. */
export interface PrometheusFile {
  readonly path: string
  readonly value: unknown
}

/** One target of one job. */
export interface PrometheusTarget {
  readonly target: string
  readonly job: string
  /** undefined: the job names none. */
  readonly module: string | undefined
  readonly intervalMs: number
  readonly labels: Foreign
  readonly path: string
}

/** The targets of all jobs that ask for a module, from the scrape configs and the files that these name. */
export function prometheusTargets(
  configs: readonly PrometheusFile[],
  targetFiles: readonly PrometheusFile[],
  notes: ImportNote[],
): readonly PrometheusTarget[] {
  const used = new Set<PrometheusFile>()
  const targets = configs.flatMap(({ path, value }) => {
    const config = mappingOf(value)
    const standard = goDurationMs(mappingOf(config.global).scrape_interval) ?? INTERVAL_MS
    return listOf(config.scrape_configs).flatMap((one) =>
      targetsOfJob(mappingOf(one), { path, standard, targetFiles, used, notes }),
    )
  })
  const unused = targetFiles.filter((file) => !used.has(file))
  if (configs.length > 0) {
    for (const { path } of unused) notes.push({ where: path, message: 'no scrape config names it' })
    return targets
  }
  return unused.flatMap(({ path, value }) =>
    entriesOf(value, { job: basename(path), module: undefined, intervalMs: INTERVAL_MS, path }),
  )
}

interface JobContext {
  readonly path: string
  readonly standard: number
  readonly targetFiles: readonly PrometheusFile[]
  readonly used: Set<PrometheusFile>
  readonly notes: ImportNote[]
}

function targetsOfJob(job: Foreign, context: JobContext): readonly PrometheusTarget[] {
  const { path, standard, targetFiles, used, notes } = context
  const name = textOf(job.job_name) ?? 'a job without a name'
  const module = textOf(listOf(mappingOf(job.params).module)[0])
  // Other jobs collect metrics and check nothing.
  if (module === undefined && !/\/probe\/?$/.test(textOf(job.metrics_path) ?? '')) return []
  const note = (message: string) => notes.push({ where: `${path}: job "${name}"`, message })
  const of = { job: name, module, intervalMs: goDurationMs(job.scrape_interval) ?? standard, path }
  const targets = [...entriesOf(job.static_configs, of)]
  const patterns = listOf(job.file_sd_configs).flatMap((one) => listOf(mappingOf(one).files))
  for (const pattern of patterns.map(String)) {
    const files = targetFiles.filter((file) => matchesName(basename(pattern), basename(file.path)))
    if (files.length === 0) note(`the targets of ${pattern}; name that file too`)
    for (const file of files) {
      used.add(file)
      targets.push(...entriesOf(file.value, { ...of, path: file.path }))
    }
  }
  for (const key of Object.keys(job)) {
    if (/_sd_configs$/.test(key) && key !== 'file_sd_configs') note(`the targets of ${key}`)
  }
  if (listOf(job.relabel_configs).some(isUncommon)) {
    note('relabel_configs: the targets are taken as they are written')
  }
  return targets
}

type Common = Omit<PrometheusTarget, 'target' | 'labels'>

function entriesOf(value: unknown, common: Common): readonly PrometheusTarget[] {
  return listOf(value).flatMap((one) => {
    const { targets, labels } = mappingOf(one)
    const own = mappingOf(labels)
    const module = textOf(own.__param_module) ?? common.module ?? textOf(own.module)
    return listOf(targets).flatMap((target) => {
      const text = textOf(target)
      return text === undefined ? [] : { ...common, target: text, module, labels: own }
    })
  })
}

/** The three rules that every blackbox job has put the target into the parameter and the exporter into the address. */
function isUncommon(value: unknown): boolean {
  const { target_label, regex, action } = mappingOf(value)
  const usual = ['__param_target', '__param_module', 'instance', '__address__']
  return regex !== undefined || action !== undefined || !usual.includes(textOf(target_label) ?? '')
}
