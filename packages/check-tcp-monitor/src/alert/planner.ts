import type { AlertingConfig, Route } from '../core/alerting.js'
import { type Calendar, createCalendar } from '../core/calendar.js'
import type { Notice } from '../core/notice.js'
import type { NewOutboxEntry } from '../core/outbox.js'
import type { Planner } from '../core/planner.js'
import { inhibits, routesFor } from './routing.js'

type ToldAt = Readonly<Record<string, number>>

/** Decides by the config who is told of a notice, and when. Pure but for its calendars' cron arithmetic. */
export function createPlanner(config: AlertingConfig): Planner {
  const calendars = new Map(config.routes.map((route) => [route, createCalendar(route.quiet)]))
  const everyChannel = config.channels.map(({ name }) => name)

  function plan(notice: Notice, toldAt: ToldAt) {
    const chosen = chosenRoutes(config, notice, toldAt)
    const entries: NewOutboxEntry[] = []
    const used = new Set<string>()
    const silent = silentChannel(notice)
    for (const route of chosen) {
      const notBefore = notBeforeOf(notice, route, calendars.get(route))
      for (const channel of route.channels) {
        if (used.has(channel) || channel === silent) continue
        used.add(channel)
        entries.push({ channel, group: groupOf(notice, route), notice, notBefore })
      }
    }
    if (silent !== undefined && entries.length === 0 && notice.kind !== 'reminder') {
      const notBefore = notice.at
      for (const channel of everyChannel) {
        if (channel === silent) continue
        entries.push({ channel, group: notice.incident.id, notice, notBefore })
      }
    }
    if (chosen.length === 0) return { entries, toldAt }
    const told = Object.fromEntries(chosen.map(({ name }) => [name, notice.at]))
    return { entries, toldAt: { ...toldAt, ...told } }
  }

  return {
    plan,
    isInhibited: (notice, open) => open.some((each) => inhibits(config.inhibitions, each, notice)),
    longestGroupWaitMs: Math.max(0, ...config.routes.map(({ groupWaitMs }) => groupWaitMs)),
  }
}

function chosenRoutes(config: AlertingConfig, notice: Notice, toldAt: ToldAt): readonly Route[] {
  const told = config.routes.filter(({ name }) => toldAt[name] !== undefined)
  switch (notice.kind) {
    case 'opened':
      return routesFor(config, notice)
    case 'changed': {
      const taken = routesFor(config, notice)
      return [...taken, ...told.filter((route) => !taken.includes(route))]
    }
    case 'resolved':
      // A route that has left the config since cannot be found; then somebody else is told rather than nobody.
      return told.length > 0 ? told : routesFor(config, notice)
    case 'reminder':
      return told.filter(({ name, repeatMs }) => {
        const last = toldAt[name] ?? 0
        return repeatMs !== undefined && notice.at - last >= repeatMs
      })
    default:
      return notice.kind satisfies never
  }
}

/** That a channel does not deliver is not to be told over that channel. */
function silentChannel({ incident: { subject, subjectId } }: Notice): string | undefined {
  return subject === 'monitor' && subjectId.startsWith('channel:')
    ? subjectId.slice('channel:'.length)
    : undefined
}

function notBeforeOf(notice: Notice, route: Route, calendar: Calendar | undefined): number {
  const quietUntil =
    notice.incident.severity === 'critical' ? undefined : calendar?.endOfCurrent(notice.at)
  const wait = notice.kind === 'opened' ? route.groupWaitMs : 0
  return Math.max(notice.at + wait, quietUntil ?? 0)
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
