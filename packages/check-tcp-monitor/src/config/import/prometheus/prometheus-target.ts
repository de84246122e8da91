import { writeDuration } from '../../write-duration.js'
import { type Foreign, goDurationMs, textsOf } from '../foreign-value.js'
import { type ImportNote, type Remark, Remarks } from '../imported.js'
import { type Labels, type RelabelRule, relabel } from './relabel.js'

/** What blackbox_exporter takes where nobody names a module. */
export const STANDARD_MODULE = 'http_2xx'

/** A job of Prometheus that asks blackbox_exporter for probes. Times are milliseconds. */
export interface ScrapeJob {
  readonly path: string
  readonly name: string
  readonly intervalMs: number
  readonly timeoutMs: number
  readonly metricsPath: string
  readonly params: Foreign
  readonly rules: readonly RelabelRule[]
  readonly tcpModules: ReadonlySet<string>
}

/** One probe that a job asks for, after relabelling. */
export interface ProbeTarget {
  /** As blackbox_exporter gets it. */
  readonly target: string
  readonly module: string
  /** `params.hostname`, the name for TLS where its module has none. */
  readonly hostname: string | undefined
  readonly job: string
  readonly intervalMs: number
  /** How long Prometheus waits for the probe. */
  readonly scrapeTimeoutMs: number
  /** Those that its metrics have, without `job`. */
  readonly labels: ReadonlyMap<string, string>
  readonly path: string
  readonly remarks: readonly Remark[]
}

/** What Prometheus asks blackbox_exporter for one target, or why it does not ask. */
export function targetOf(found: Labels, path: string, job: ScrapeJob): ProbeTarget | ImportNote {
  const address = found.get('__address__') ?? ''
  const where = `${path}: job "${job.name}": target ${address}`
  const leftOut = (message: string): ImportNote => ({ where, kind: 'left out', message })
  const labels = withJob(found, job)
  if (!relabel(labels, job.rules)) {
    return {
      where,
      kind: 'note',
      message: 'its relabel_configs drop it, so it is no check there either',
    }
  }
  const parameter = (name: string) => labels.get(`__param_${name}`) ?? textsOf(job.params[name])[0]
  const module = parameter('module') ?? STANDARD_MODULE
  const asked = labels.get('__metrics_path__') ?? ''
  if (!/\/probe\/?$/.test(asked) && !job.tcpModules.has(module)) {
    return leftOut(`it is asked for ${asked || 'nothing'}, which is no probe`)
  }
  const intervalMs = goDurationMs(labels.get('__scrape_interval__'))
  const scrapeTimeoutMs = goDurationMs(labels.get('__scrape_timeout__'))
  if (!intervalMs) return leftOut('its __scrape_interval__ is not a duration')
  if (!scrapeTimeoutMs) return leftOut('its __scrape_timeout__ is not a duration')
  if (scrapeTimeoutMs > intervalMs) {
    const times = `${writeDuration(scrapeTimeoutMs)} is longer than its interval of ${writeDuration(intervalMs)}`
    return leftOut(`Prometheus refuses it: its timeout of ${times}`)
  }
  const remarks = new Remarks()
  const target = parameter('target')
  if (target === undefined) {
    remarks.note(
      'nothing sets the parameter `target` there (no __param_target), so its address is taken',
    )
  }
  return {
    target: target ?? address,
    module,
    hostname: parameter('hostname'),
    job: job.name,
    intervalMs,
    scrapeTimeoutMs,
    labels: visibleLabels(labels, target ?? address),
    path,
    remarks: remarks.list,
  }
}

/** The labels of a target before its rules, with those that Prometheus adds. */
function withJob(found: Labels, job: ScrapeJob): Labels {
  const labels: Labels = new Map(found)
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined && !labels.has(name)) labels.set(name, value)
  }
  add('job', job.name)
  add('__scrape_interval__', writeDuration(job.intervalMs))
  add('__scrape_timeout__', writeDuration(job.timeoutMs))
  add('__metrics_path__', job.metricsPath)
  add('__scheme__', 'http')
  for (const [name, value] of Object.entries(job.params)) {
    add(`__param_${name}`, textsOf(value)[0])
  }
  return labels
}

/** What its metrics would have; an `instance` that says no more than the target is left away. */
function visibleLabels(labels: Labels, target: string): ReadonlyMap<string, string> {
  const visible = [...labels].filter(
    ([name, value]) =>
      !name.startsWith('__') && name !== 'job' && !(name === 'instance' && value === target),
  )
  return new Map(visible)
}
