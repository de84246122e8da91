import { escapeControl, hostAndPort } from 'check-tcp/words'
import { matchRoutes } from '../alert/route/match-routes.js'
import { accessTokens, type Role } from '../core/config/access.js'
import type { Route } from '../core/config/alerting.js'
import type { MonitoredCheck } from '../core/config/check.js'
import type { MonitorConfig } from '../core/config/monitor-config.js'
import { noticeWaitMs } from '../core/config/notice-wait.js'
import type { StatusPageConfig } from '../core/config/status-page.js'
import { worstCaseUntilAlertMs } from '../core/config/worst-case-until-alert.js'
import {
  Coverage,
  isAlwaysQuiet,
  type NotificationTimes,
  type Unnotified,
  whyUnnotified,
} from './warn/unnotified.js'
import { writeDuration } from './write-duration.js'

/** What a monitor with this config would do, for programs; times are milliseconds, and nothing in it is secret. */
export interface ConfigDescription {
  readonly location: string
  readonly directory: string
  readonly files: readonly string[]
  readonly checks: readonly CheckDescription[]
  /** Checks begun in a second, on average, by all locations together. */
  readonly checks_per_second: number
  /** Where checks are made from by agents; absent where they are made from here. */
  readonly locations?: readonly string[]
  readonly routes: readonly {
    readonly name: string
    readonly tags: readonly string[]
    readonly severity: readonly string[]
    readonly channels: readonly string[]
  }[]
  /** `address:port`; null where nothing is served. */
  readonly http: string | null
  /** Who may call what is served there; absent where nothing is served. */
  readonly access?: {
    readonly tokens: readonly { readonly name: string; readonly role: Role }[]
    readonly auth_proxy?: {
      readonly from: readonly string[]
      readonly header: string
      readonly role: Role | null
      readonly roles: Readonly<Record<string, Role>>
    }
  }
  /** What everybody is shown, and where; absent where there are no pages. */
  readonly status_pages?: readonly {
    readonly name: string
    readonly title: string
    /** `address:port`; null where it is exported alone. */
    readonly listen: string | null
    readonly export: { readonly directory: string; readonly every_ms: number } | null
    readonly services: readonly { readonly name: string; readonly checks: readonly string[] }[]
  }[]
  /** `address:port` where agents report; absent where the config has no hub. */
  readonly hub?: string
}

interface CheckDescription {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly every_ms: number
  readonly tags: readonly string[]
  /** The locations that make it; absent where it is made from here. */
  readonly from?: readonly string[]
  /** How many of them must see its target down until it is down. */
  readonly quorum?: 'majority' | 'all' | 'any' | number
  /** Routes that take its notice when it is down. */
  readonly routes: readonly string[]
  /** From the beginning of an outage, at worst; null where nobody is ever notified. */
  readonly worst_case_until_alert_ms: number | null
  /** Why nobody is notified, or not for long; null where somebody is notified within that time. */
  readonly unnotified: {
    readonly why: string
    /** RFC 3339; from then on somebody is notified. null: never. */
    readonly until: string | null
  } | null
}

export function describeConfig(
  config: MonitorConfig,
  times: NotificationTimes = { now: Date.now(), silences: [] },
): ConfigDescription {
  const { location, locations, directory, files, checks, alerting, http } = config
  const coverage = new Coverage(times.now)
  const perSecond = checks.reduce(
    (sum, { everyMs, fleet }) => sum + ((fleet?.from.length ?? 1) * 1_000) / everyMs,
    0,
  )
  return {
    location,
    directory,
    files,
    checks: checks.map((check) => {
      const taking = routesOfCheck(check, alerting.routes)
      return describeCheck(check, taking, whyUnnotified(check, taking, times, coverage), coverage)
    }),
    checks_per_second: Math.round(perSecond * 1_000) / 1_000,
    ...(locations ? { locations: locations.map(({ name }) => name) } : {}),
    routes: alerting.routes.map(({ name, tags, severities, channels }) => ({
      name,
      tags,
      severity: severities,
      channels,
    })),
    http: http ? listenText(http) : null,
    ...(http ? { access: describeAccess(http) } : {}),
    ...(config.statusPages ? { status_pages: config.statusPages.map(describePage) } : {}),
    ...(config.hub ? { hub: listenText(config.hub) } : {}),
  }
}

/** The same for people, a line for each check. */
export function describeConfigInWords(
  config: MonitorConfig,
  description: ConfigDescription = describeConfig(config),
): string {
  const { directory, files, checks, checks_per_second, routes, http, hub } = description
  const rows = checks.map((check) => [
    check.name,
    hostAndPort(check.host, check.port),
    `every ${writeDuration(check.every_ms)}`,
    ...(check.from ? [fromText(check)] : []),
    alertText(check, routes.length > 0),
  ])
  const lines = [
    `${count(checks.length, 'check')} in ${count(files.length, 'file')}, ${checks_per_second} checks/s, from ${whereText(description)}`,
    `history in ${historyText(config.hub) ?? directory}; ${http ? `http on ${http}` : 'http is off'}${hub === undefined ? '' : `; agents report to ${hub}`}`,
    ...accessLines(description),
    ...table(rows).map((row) => `  ${row}`),
    ...(routes.length > 0 ? ['routes'] : ['no routes: no alerts are sent']),
    ...table(routes.map(routeRow)).map((row) => `  ${row}`),
    ...(description.status_pages ?? []).flatMap(pageLines),
  ]
  return `${lines.map(escapeControl).join('\n')}\n`
}

function describeAccess(http: NonNullable<MonitorConfig['http']>) {
  const { authProxy } = http
  return {
    tokens: accessTokens(http).map(({ name, role }) => ({ name, role })),
    ...(authProxy && {
      auth_proxy: {
        from: authProxy.from,
        header: authProxy.header,
        role: authProxy.role ?? null,
        roles: authProxy.roles,
      },
    }),
  }
}

function describePage({ name, title, listen, groups, export: exported }: StatusPageConfig) {
  return {
    name,
    title,
    listen: listen ? listenText(listen) : null,
    export: exported ? { directory: exported.directory, every_ms: exported.everyMs } : null,
    services: groups.flatMap(({ services }) =>
      services.map((service) => ({ name: service.name, checks: service.checks })),
    ),
  }
}

/** `status page public on 127.0.0.1:9118, to /srv/status every 1m: everybody sees`, and a line for each service. */
function pageLines(page: NonNullable<ConfigDescription['status_pages']>[number]) {
  const { name, listen, export: exported, services } = page
  const places = [
    ...(listen === null ? [] : [`on ${listen}`]),
    ...(exported ? [`to ${exported.directory} every ${writeDuration(exported.every_ms)}`] : []),
  ]
  const rows = services.map((service) => [service.name, `for ${checksText(service.checks)}`])
  return [
    `status page ${name} ${places.join(', ')}: everybody sees`,
    ...table(rows).map((row) => `  ${row}`),
  ]
}

/** A tag may stand for thousands. */
function checksText(checks: readonly string[]): string {
  if (checks.length <= 5) return checks.join(', ')
  return `${checks.slice(0, 4).join(', ')} and ${checks.length - 4} more`
}

/** `tokens: token (admin), wall (read)`. */
function accessLines({ access }: ConfigDescription): readonly string[] {
  if (!access) return []
  const { tokens, auth_proxy: proxy } = access
  const named = tokens.map(({ name, role }) => `${name} (${role})`)
  const lines = named.length > 0 ? [`tokens: ${named.join(', ')}`] : []
  if (!proxy) return lines
  const single = Object.entries(proxy.roles).map(([user, role]) => `${user} (${role})`)
  const others = `${single.length > 0 ? 'others' : 'all'} (${proxy.role ?? 'not let in'})`
  const users = [...single, others].join(', ')
  return [...lines, `users by ${proxy.header} from ${proxy.from.join(', ')}: ${users}`]
}

/** This location, or how many a hub has: their names stand at each check. */
function whereText({ location, locations }: ConfigDescription): string {
  return locations ? count(locations.length, 'location') : location
}

/** Where hubs keep their history together, without user and password. */
function historyText(hub: MonitorConfig['hub']): string | undefined {
  if (hub?.database === undefined) return undefined
  const { host, pathname } = new URL(hub.database)
  return `PostgreSQL at ${host}${pathname}`
}

function describeCheck(
  check: MonitoredCheck,
  routes: readonly Route[],
  unnotified: Unnotified | undefined,
  coverage: Coverage,
): CheckDescription {
  const never = unnotified !== undefined && unnotified.until === undefined
  const waits = routes
    .filter((route) => route.channels.length > 0 && !isAlwaysQuiet(check, route, coverage))
    .map((route) => route.groupWaitMs)
  const { host, port } = check.parameters
  return {
    name: check.id,
    host,
    port,
    every_ms: check.everyMs,
    tags: check.tags,
    ...(check.fleet ? { from: check.fleet.from, quorum: check.fleet.quorum } : {}),
    routes: routes.map(({ name }) => name),
    worst_case_until_alert_ms:
      waits.length > 0 && !never
        ? worstCaseUntilAlertMs(check, noticeWaitMs(check, Math.min(...waits)))
        : null,
    unnotified: unnotified ? { why: unnotified.why, until: untilText(unnotified) } : null,
  }
}

/** The routes that take a check's notice when its target is down. */
function routesOfCheck(check: MonitoredCheck, routes: readonly Route[]): readonly Route[] {
  const { alert, alertRoutes, tags, severity } = check
  if (!alert) return []
  return matchRoutes(routes, { routes: alertRoutes, tags, severity, isOfCheck: true })
}

function untilText({ until }: Unnotified): string | null {
  return until === undefined ? null : new Date(until).toISOString().replace(/\.\d+Z$/, 'Z')
}

function alertText(
  { worst_case_until_alert_ms, routes, unnotified }: CheckDescription,
  areRoutes: boolean,
): string {
  if (worst_case_until_alert_ms === null) {
    // Where there are no routes that is said once, and `alert: false` says it itself.
    const isSaid = unnotified === null || !areRoutes || unnotified.why === 'alert is false'
    return isSaid ? 'no alerts' : `never alerts: ${unnotified.why}`
  }
  if (unnotified?.until) return `no alert before ${unnotified.until}: ${unnotified.why}`
  const seconds = Math.ceil(worst_case_until_alert_ms / 1_000) * 1_000
  return `alert within ${writeDuration(seconds)} via ${routes.length > 1 ? 'routes' : 'route'} ${routes.join(', ')}`
}

/** `from fra and nyc, down by a majority`. */
function fromText({ from = [], quorum }: CheckDescription): string {
  const by = { majority: 'a majority', all: 'all', any: 'any' } as const
  const needed = typeof quorum === 'number' ? `${quorum}` : by[quorum ?? 'majority']
  return `from ${from.join(', ')}${from.length > 1 ? ` (down by ${needed})` : ''}`
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
