import type { Notice } from '../../core/alert/notice.js'
import type { NewOutboxEntry } from '../../core/alert/outbox.js'
import type { Router } from '../../core/alert/router.js'
import type { AlertingConfig, Route } from '../../core/config/alerting.js'
import { createCalendar } from '../../core/time/calendar.js'
import { inhibits, routesFor } from './match-routes.js'

/** A channel that is to be told, and the route by whose rules. */
interface Addressee {
  readonly channel: string
  /** Absent where no route leads to the channel. */
  readonly route?: Route
}

/** Decides by the config who gets a notice, and when. Pure but for its calendars' cron arithmetic. */
export function createRouter(config: AlertingConfig): Router {
  const calendars = new Map(config.routes.map((route) => [route, createCalendar(route.quiet)]))
  const present = new Set(config.channels.map(({ name }) => name))

  const plan: Router['plan'] = (notice, toldAt) => {
    const silent = silentChannel(notice)
    const isTold = (channel: string) => toldAt[channel] !== undefined && present.has(channel)
    const chosen = addressees(notice, toldAt, isTold).filter(({ channel }) => channel !== silent)
    if (chosen.length === 0 && silent !== undefined && notice.kind !== 'reminder') {
      for (const channel of present) if (channel !== silent) chosen.push({ channel })
    }
    if (chosen.length === 0) return { entries: [], toldAt }
    const entries: NewOutboxEntry[] = []
    const told = { ...toldAt }
    for (const { channel, route } of chosen) {
      const heldUntil = heldUntilOf(notice, route, toldAt[channel])
      // Every kind waits: fifty checks that fail together also recover together.
      const notBefore = Math.max(notice.at + (route?.groupWaitMs ?? 0), heldUntil ?? 0)
      const company = route ? groupOf(notice, route) : notice.incident.id
      // What is not held would take it along too early.
      const group = heldUntil === undefined ? company : `${company} held until ${heldUntil}`
      entries.push({ channel, group, notice, notBefore })
      // A time to come says that the channel does not know of the incident yet.
      told[channel] = heldUntil === undefined ? notice.at : notBefore
    }
    return { entries, toldAt: told }
  }

  function addressees(
    notice: Notice,
    toldAt: Readonly<Record<string, number>>,
    isTold: (channel: string) => boolean,
  ): Addressee[] {
    const taken = routesFor(config, notice)
    const now = channelsOf(taken)
    const told = Object.keys(toldAt).filter(isTold)
    switch (notice.kind) {
      case 'opened':
        return now
      case 'changed':
        return [...now, ...others(told, now)]
      case 'resolved':
        // Channels that have left the config since cannot be told; then somebody else is rather than nobody.
        return told.length > 0 ? others(told, []) : now
      case 'reminder':
        return told.flatMap((channel) => reminded(channel, notice, toldAt[channel] ?? 0))
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
    toldAt: number | undefined,
  ): number | undefined {
    if (notice.incident.severity === 'critical') return undefined
    if (toldAt === undefined || notice.kind === 'opened') return quietUntilOf(notice, route)
    // Those who got the opening get the rest at once; the others get it all together.
    return toldAt > notice.at ? toldAt : undefined
  }

  function quietUntilOf({ at, incident }: Notice, route: Route | undefined): number | undefined {
    if (route === undefined || incident.severity === 'critical') return undefined
    return calendars.get(route)?.endOfCurrent(at)
  }

  return {
    plan,
    isInhibited: (notice, open) => isInhibited(config, notice, open),
    longestGroupWaitMs: Math.max(0, ...config.routes.map(({ groupWaitMs }) => groupWaitMs)),
  }
}

function isInhibited(
  { inhibitions }: AlertingConfig,
  notice: Notice,
  open: Iterable<Notice>,
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

/** That a channel does not deliver is not to be told over that channel. */
function silentChannel({ incident: { subject, subjectId } }: Notice): string | undefined {
  return subject === 'monitor' && subjectId.startsWith('channel:')
    ? subjectId.slice('channel:'.length)
    : undefined
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
