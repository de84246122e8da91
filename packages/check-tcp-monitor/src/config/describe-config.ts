import { escapeControl, hostAndPort } from 'check-tcp/config-files'
import type { Route } from '../core/alerting.js'
import type { MonitoredCheck } from '../core/check.js'
import type { MonitorConfig } from '../core/monitor-config.js'
import { worstCaseUntilAlertMs } from '../core/worst-case-until-alert.js'
import { formatDuration } from './format-duration.js'

/** What a monitor with this config would do, for programs; times are milliseconds, and nothing in it is secret. */
export interface ConfigDescription {
  readonly location: string
  readonly directory: string
  readonly files: readonly string[]
  readonly checks: readonly CheckDescription[]
  /** Checks begun in a second, on average. */
  readonly checks_per_second: number
  readonly routes: readonly {
    readonly name: string
    readonly tags: readonly string[]
    readonly severity: readonly string[]
    readonly channels: readonly string[]
  }[]
  /** `address:port`; null where nothing is served. */
  readonly http: string | null
}

export interface CheckDescription {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly every_ms: number
  readonly tags: readonly string[]
  /** Routes that take its notice when it is down. */
  readonly routes: readonly string[]
  /** From the beginning of an outage, at worst; null where nobody is told. */
  readonly worst_case_until_alert_ms: number | null
}

export function describeConfig(config: MonitorConfig): ConfigDescription {
  const { location, directory, files, checks, alerting, http } = config
  const perSecond = checks.reduce((sum, { everyMs }) => sum + 1_000 / everyMs, 0)
  return {
    location,
    directory,
    files,
    checks: checks.map((check) => describeCheck(check, routesOfCheck(check, alerting.routes))),
    checks_per_second: Math.round(perSecond * 1_000) / 1_000,
    routes: alerting.routes.map(({ name, tags, severities, channels }) => ({
      name,
      tags,
      severity: severities,
      channels,
    })),
    http: http ? listenText(http) : null,
  }
}

/** The same for people, a line for each check. */
export function describeConfigInWords(config: MonitorConfig): string {
  const { location, directory, files, checks, checks_per_second, routes, http } =
    describeConfig(config)
  const rows = checks.map((check) => [
    check.name,
    hostAndPort(check.host, check.port),
    `every ${formatDuration(check.every_ms)}`,
    alertText(check),
  ])
  const lines = [
    `${count(checks.length, 'check')} in ${count(files.length, 'file')}, ${checks_per_second} a second, from ${location}`,
    `history in ${directory}; ${http ? `http on ${http}` : 'http is off'}`,
    ...table(rows).map((row) => `  ${row}`),
    ...(routes.length > 0 ? ['routes'] : ['no routes: nobody is told of anything']),
    ...table(routes.map(routeRow)).map((row) => `  ${row}`),
  ]
  return `${lines.map(escapeControl).join('\n')}\n`
}

function describeCheck(check: MonitoredCheck, routes: readonly Route[]): CheckDescription {
  const waits = routes.filter(({ channels }) => channels.length > 0).map((one) => one.groupWaitMs)
  const { host, port } = check.parameters
  return {
    name: check.id,
    host,
    port,
    every_ms: check.everyMs,
    tags: check.tags,
    routes: routes.map(({ name }) => name),
    worst_case_until_alert_ms:
      waits.length > 0 ? worstCaseUntilAlertMs(check, Math.min(...waits)) : null,
  }
}

/** The routes that take a check's notice when its target is down: the first that matches, and further ones after `continue`. */
export function routesOfCheck(check: MonitoredCheck, routes: readonly Route[]): readonly Route[] {
  if (!check.alert) return []
  if (check.alertRoutes) return routes.filter(({ name }) => check.alertRoutes?.includes(name))
  const matching = routes.filter(
    ({ tags, severities }) =>
      tags.every((tag) => check.tags.includes(tag)) &&
      (severities.length === 0 || severities.includes(check.severity)),
  )
  const last = matching.findIndex((route) => !route.continue)
  return last < 0 ? matching : matching.slice(0, last + 1)
}

function alertText({ worst_case_until_alert_ms, routes }: CheckDescription): string {
  if (worst_case_until_alert_ms === null) return 'nobody is told'
  const seconds = Math.ceil(worst_case_until_alert_ms / 1_000) * 1_000
  return `told within ${formatDuration(seconds)} by ${routes.join(', ')}`
}

function routeRow({ name, tags, severity, channels }: ConfigDescription['routes'][number]) {
  return [
    name,
    tags.length > 0 ? `tags ${tags.join(' and ')}` : 'any tags',
    severity.length > 0 ? severity.join(' or ') : 'any severity',
    channels.length > 0 ? `to ${channels.join(', ')}` : 'to nobody',
  ]
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}

function listenText({ host, port }: { readonly host: string; readonly port: number }): string {
  return hostAndPort(host, port)
}
