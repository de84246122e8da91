import type { Notice } from '../../core/alert/notice.js'
import type { NewOutboxEntry } from '../../core/alert/outbox.js'
import type { Inhibiting, Router } from '../../core/alert/router.js'
import type { AlertingConfig, Route } from '../../core/config/alerting.js'
import { channelOf } from '../../core/subject-id.js'
import { createCalendar } from '../../core/time/calendar.js'
import { inhibits, matchRoutes } from './match-routes.js'

/** A channel that is to be notified, and the route by whose rules. */
interface Addressee {
  readonly channel: string
  /** Absent where no route leads to the channel. */
  readonly route?: Route
}

/** Decides by the config who gets a notice, and when. Pure but for its calendars' cron arithmetic. */
export function createRouter(config: AlertingConfig): Router {
  const calendars = new Map(config.routes.map((route) => [route, createCalendar(route.quiet)]))
  const present = new Set(config.channels.map(({ name }) => name))

  const route: Router['route'] = (notice, lastNotifiedAt) => {
    // That a channel does not deliver is not announced over that channel.
    const silent = channelOf(notice.incident)
    const isNotified = (channel: string) =>
      lastNotifiedAt[channel] !== undefined && present.has(channel)
    const chosen = addressees(notice, lastNotifiedAt, isNotified).filter(
      ({ channel }) => channel !== silent,
    )
    if (chosen.length === 0 && silent !== undefined && notice.kind !== 'reminder') {
      for (const channel of present) if (channel !== silent) chosen.push({ channel })
    }
    if (chosen.length === 0) return { entries: [], lastNotifiedAt }
    const entries: NewOutboxEntry[] = []
    const notified = { ...lastNotifiedAt }
    for (const { channel, route: by } of chosen) {
      const heldUntil = heldUntilOf(notice, by, lastNotifiedAt[channel])
      // Every kind waits: fifty checks that fail together also recover together.
      const notBefore = Math.max(notice.at + (by?.groupWaitMs ?? 0), heldUntil ?? 0)
      const company = by ? groupOf(notice, by) : notice.incident.id
      // What is not held would take it along too early.
      const group = heldUntil === undefined ? company : `${company} held until ${heldUntil}`
      entries.push({ channel, group, notice, notBefore })
      // A time to come says that the channel does not know of the incident yet.
      notified[channel] = heldUntil === undefined ? notice.at : notBefore
    }
    return { entries, lastNotifiedAt: notified }
  }

  function addressees(
    notice: Notice,
    lastNotifiedAt: Readonly<Record<string, number>>,
    isNotified: (channel: string) => boolean,
  ): Addressee[] {
    const { incident, tags, routes } = notice
    const isOfCheck = incident.subject === 'check'
    const { severity } = incident
    const taken = matchRoutes(config.routes, { routes, tags, severity, isOfCheck })
    const now = channelsOf(taken)
    const notified = Object.keys(lastNotifiedAt).filter(isNotified)
    switch (notice.kind) {
      case 'opened':
        return now
      case 'changed':
        return [...now, ...others(notified, now)]
      case 'resolved':
        // Channels that have left the config since cannot be notified; then somebody else is rather than nobody.
        return notified.length > 0 ? others(notified, []) : now
      case 'reminder':
        return notified.flatMap((channel) =>
          reminded(channel, notice, lastNotifiedAt[channel] ?? 0),
        )
      default:
        return notice.kind satisfies never
    }

    function others(channels: readonly string[], known: readonly Addressee[]): Addressee[] {
      const left = channels.filter((name) => !known.some(({ channel }) => channel === name))
      return left.map((channel) => {
        const [route] = routesTo(channel)
        return { channel, ...(route && { route }) }
      })
    }

    /** Those that take the notice now; where none of them leads there, all that do. */
    function routesTo(channel: string): readonly Route[] {
      const leads = ({ channels }: Route) => channels.includes(channel)
      const leading = taken.filter(leads)
      return leading.length > 0 ? leading : config.routes.filter(leads)
    }

    function reminded(channel: string, { at }: Notice, last: number): readonly Addressee[] {
      const route = routesTo(channel).find(
        (each) =>
          each.repeatMs !== undefined &&
          at - last >= each.repeatMs &&
          quietUntilOf(notice, each) === undefined,
      )
      return route ? [{ channel, route }] : []
    }
  }

  /** Undefined where the notice need not wait for the end of quiet hours. */
  function heldUntilOf(
    notice: Notice,
    route: Route | undefined,
    lastNotifiedAt: number | undefined,
  ): number | undefined {
    if (notice.incident.severity === 'critical') return undefined
    if (lastNotifiedAt === undefined || notice.kind === 'opened') return quietUntilOf(notice, route)
    // Those who got the opening get the rest at once; the others get it all together.
    return lastNotifiedAt > notice.at ? lastNotifiedAt : undefined
  }

  function quietUntilOf({ at, incident }: Notice, route: Route | undefined): number | undefined {
    if (route === undefined || incident.severity === 'critical') return undefined
    return calendars.get(route)?.endOfCurrent(at)
  }

  return {
    route,
    isInhibited: (notice, open) => isInhibited(config, notice, open),
    longestGroupWaitMs: Math.max(0, ...config.routes.map(({ groupWaitMs }) => groupWaitMs)),
  }
}

function isInhibited(
  { inhibitions }: AlertingConfig,
  notice: Inhibiting,
  open: Iterable<Inhibiting>,
): boolean {
  if (inhibitions.length === 0) return false
  for (const each of open) if (inhibits(inhibitions, each, notice)) return true
  return false
}

/** Every channel once, by the first route that leads to it. */
function channelsOf(routes: readonly Route[]): Addressee[] {
  const found = new Map<string, Addressee>()
  for (const route of routes) {
    for (const channel of route.channels) {
      if (!found.has(channel)) found.set(channel, { channel, route })
    }
  }
  return [...found.values()]
}

/** Notices of one group go out in one message. */
function groupOf({ tags, incident, location }: Notice, { name, groupBy }: Route): string {
  const values = groupBy.map((each) => {
    switch (each) {
      case 'tags':
        return [...tags].sort()
      case 'severity':
        return incident.severity
      case 'location':
        return location
      case 'check':
        return incident.subjectId
      default:
        return each satisfies never
    }
  })
  return JSON.stringify([name, ...values])
}
