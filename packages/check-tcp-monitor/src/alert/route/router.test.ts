import { describe, expect, it } from 'vitest'
import { noticeOf, resolvedOf, SINCE } from '../../../test/support/notices.js'
import type { AlertingConfig, Route } from '../../core/config/alerting.js'
import { createRouter } from './router.js'

const MINUTE = 60_000
const GROUP_WAIT = 10_000

function routeOf(name: string, more: Partial<Route> = {}): Route {
  const channels = [`${name}-channel`]
  const rest = { tags: [], severities: [], continue: false, groupBy: [], groupWaitMs: 0, quiet: [] }
  return { name, channels, ...rest, ...more }
}

function routerOf(routes: readonly Route[], more: Partial<AlertingConfig> = {}) {
  const names = [...new Set(routes.flatMap(({ channels }) => channels))]
  const channels = names.map((name) => ({ kind: 'slack', name, url: 'http://127.0.0.1' }) as const)
  return createRouter({ channels, routes, inhibitions: [], ...more })
}

function channelsOf(routed: ReturnType<ReturnType<typeof routerOf>['route']>): readonly string[] {
  return routed.entries.map(({ channel }) => channel)
}

describe('the router', () => {
  it('sends a notice over the first route that has all of its tags and any of its severities', () => {
    const { route } = routerOf([
      routeOf('web', { tags: ['web'] }),
      routeOf('both', { tags: ['db', 'production'], severities: ['info', 'critical'] }),
      routeOf('rest'),
    ])
    expect(channelsOf(route(noticeOf(), {}))).toEqual(['both-channel'])
    expect(channelsOf(route(noticeOf({ incident: { severity: 'warning' } }), {}))).toEqual([
      'rest-channel',
    ])
  })

  it('goes on to later routes after one that says continue, and tells each channel once', () => {
    const { route } = routerOf([
      routeOf('first', { continue: true, channels: ['mail'] }),
      routeOf('second', { channels: ['mail', 'pager'] }),
      routeOf('third'),
    ])
    expect(channelsOf(route(noticeOf(), {}))).toEqual(['mail', 'pager'])
  })

  it('sends a notice over the routes that its check names, and over no other', () => {
    const { route } = routerOf([routeOf('first'), routeOf('named', { tags: ['nobody has it'] })])
    expect(channelsOf(route(noticeOf({ routes: ['named'] }), {}))).toEqual(['named-channel'])
  })

  it('tells nobody of a check that no route takes, and remembers nothing', () => {
    const lastNotifiedAt = {}
    const routed = routerOf([routeOf('web', { tags: ['web'] })]).route(noticeOf(), lastNotifiedAt)
    expect(routed.entries).toEqual([])
    expect(routed.lastNotifiedAt).toBe(lastNotifiedAt)
  })

  it('takes what is about location or monitor to the first route where none takes it', () => {
    const { route } = routerOf([routeOf('info', { severities: ['info'] }), routeOf('web')])
    const { route: alone } = routerOf([routeOf('info', { severities: ['info'] })])
    const isolated = noticeOf({ tags: [], incident: { subject: 'location', subjectId: 'home' } })
    expect(channelsOf(route(isolated, {}))).toEqual(['web-channel'])
    expect(channelsOf(alone(isolated, {}))).toEqual(['info-channel'])
  })

  it.each(['opened', 'changed', 'reminder', 'resolved'] as const)(
    'waits for others of its group with what was %s',
    (kind) => {
      const route = routeOf('all', { groupWaitMs: GROUP_WAIT, repeatMs: MINUTE })
      const notice = noticeOf({ kind, at: SINCE + MINUTE })
      const lastNotifiedAt = kind === 'opened' ? {} : { 'all-channel': SINCE }
      const { entries } = routerOf([route]).route(notice, lastNotifiedAt)
      expect(entries.map(({ notBefore }) => notBefore)).toEqual([notice.at + 10_000])
    },
  )

  it('puts notices with equal values of group_by into one group, and no others', () => {
    const { route } = routerOf([routeOf('all', { groupBy: ['tags', 'severity'] })])
    const groupOf = (notice = noticeOf()) => route(notice, {}).entries[0]?.group
    expect(groupOf(noticeOf({ tags: ['production', 'db'] }))).toBe(groupOf())
    expect(groupOf(noticeOf({ location: 'elsewhere' }))).toBe(groupOf())
    expect(groupOf(noticeOf({ tags: ['db,production'] }))).not.toBe(groupOf())
    expect(groupOf(noticeOf({ incident: { severity: 'info' } }))).not.toBe(groupOf())
  })

  it('knows how long a first notice may wait for its group', () => {
    const routes = [routeOf('a', { groupWaitMs: 5 }), routeOf('b', { groupWaitMs: 9 })]
    expect(routerOf(routes).longestGroupWaitMs).toBe(9)
    expect(routerOf([]).longestGroupWaitMs).toBe(0)
  })
})

describe('quiet hours', () => {
  const quiet = [{ cron: '0 12 * * *', timeZone: 'UTC', durationMs: 60 * MINUTE }]
  const { route } = routerOf([routeOf('all', { quiet, groupWaitMs: GROUP_WAIT })])
  const end = Date.UTC(2026, 0, 5, 13)

  it('delay until they end what is not critical', () => {
    const warning = noticeOf({ incident: { severity: 'warning' } })
    expect(route(warning, {}).entries[0]?.notBefore).toBe(end)
  })

  it('keep what is delayed out of the groups of what is not', () => {
    const warning = noticeOf({ incident: { severity: 'warning' } })
    const [held] = route(warning, {}).entries
    const [critical] = route(noticeOf(), {}).entries
    const [later] = route({ ...warning, at: end }, {}).entries
    expect(held?.group).not.toBe(critical?.group)
    expect(later?.group).toBe(critical?.group)
  })

  it('do not delay what is critical', () => {
    expect(route(noticeOf(), {}).entries[0]?.notBefore).toBe(noticeOf().at + GROUP_WAIT)
  })

  it('delay with an opening what follows it, so that all of it comes together', () => {
    const { lastNotifiedAt } = route(noticeOf({ incident: { severity: 'warning' } }), {})
    expect(lastNotifiedAt).toEqual({ 'all-channel': end })
    const changed = route(
      noticeOf({ kind: 'changed', incident: { severity: 'info' } }),
      lastNotifiedAt,
    )
    expect(changed.entries[0]?.notBefore).toBe(end)
    const resolved = resolvedOf({ incident: { severity: 'warning' } })
    expect(route(resolved, changed.lastNotifiedAt).entries[0]?.notBefore).toBe(end)
  })

  it('do not delay what follows an opening that was announced, whatever its severity is by then', () => {
    const { lastNotifiedAt } = route(noticeOf(), {})
    const warning = { severity: 'warning' } as const
    const changed = noticeOf({ kind: 'changed', at: SINCE + MINUTE, incident: warning })
    const degraded = route(changed, lastNotifiedAt)
    expect(degraded.entries[0]?.notBefore).toBe(changed.at + GROUP_WAIT)
    const resolved = resolvedOf({ incident: warning })
    expect(route(resolved, degraded.lastNotifiedAt).entries[0]?.notBefore).toBe(
      resolved.at + GROUP_WAIT,
    )
  })

  it('let through what was delayed when it becomes critical, and then its end', () => {
    const { lastNotifiedAt } = route(noticeOf({ incident: { severity: 'warning' } }), {})
    const changed = noticeOf({ kind: 'changed', at: SINCE + MINUTE })
    const worse = route(changed, lastNotifiedAt)
    expect(worse.entries[0]?.notBefore).toBe(changed.at + GROUP_WAIT)
    const resolved = resolvedOf({ incident: { severity: 'warning' } })
    expect(route(resolved, worse.lastNotifiedAt).entries[0]?.notBefore).toBe(
      resolved.at + GROUP_WAIT,
    )
  })

  it('delay a change for a channel that did not know of the incident', () => {
    const { route } = routerOf([routeOf('day'), routeOf('night', { quiet, tags: ['night'] })])
    const incident = { severity: 'warning' } as const
    const changed = noticeOf({ kind: 'changed', incident, routes: ['night'] })
    const { entries, lastNotifiedAt } = route(changed, { 'day-channel': SINCE })
    expect(entries.map(({ notBefore }) => notBefore)).toEqual([end, changed.at])
    expect(lastNotifiedAt).toEqual({ 'night-channel': end, 'day-channel': changed.at })
  })

  it('let no reminder begin, unless it is critical', () => {
    const { route } = routerOf([routeOf('all', { quiet, repeatMs: MINUTE })])
    const lastNotifiedAt = { 'all-channel': SINCE - MINUTE }
    const reminder = noticeOf({ kind: 'reminder' })
    expect(channelsOf(route(reminder, lastNotifiedAt))).toEqual(['all-channel'])
    const incident = { severity: 'warning' } as const
    expect(route(noticeOf({ kind: 'reminder', incident }), lastNotifiedAt).entries).toEqual([])
    const later = noticeOf({ kind: 'reminder', at: end, incident })
    expect(channelsOf(route(later, lastNotifiedAt))).toEqual(['all-channel'])
  })
})

describe('a notice of an incident that was announced before', () => {
  const { route } = routerOf([
    routeOf('critical', { severities: ['critical'], repeatMs: 10 * MINUTE }),
    routeOf('rest'),
  ])
  const [critical, rest] = ['critical-channel', 'rest-channel']

  it('resolves where the opening went, and nowhere else', () => {
    const resolved = resolvedOf({ incident: { severity: 'info' } })
    expect(channelsOf(route(resolved, { [critical]: SINCE }))).toEqual([critical])
  })

  it('resolves where the opening went when routes have other names or other channels since', () => {
    const { lastNotifiedAt } = routerOf([routeOf('all', { channels: ['pager', 'mail'] })]).route(
      noticeOf(),
      {},
    )
    const renamed = routerOf([
      routeOf('new', { channels: ['chat'] }),
      routeOf('all', { channels: ['pager'] }),
      routeOf('never', { tags: ['nobody has it'], channels: ['mail'] }),
    ])
    expect(channelsOf(renamed.route(resolvedOf(), lastNotifiedAt))).toEqual(['pager', 'mail'])
  })

  it('resolves also over a channel to which no route leads any more', () => {
    const channels = [{ kind: 'slack', name: 'pager', url: 'http://127.0.0.1' }] as const
    const { route } = routerOf([], { channels })
    expect(channelsOf(route(resolvedOf(), { pager: SINCE }))).toEqual(['pager'])
  })

  it('resolves by its own words where the channels that were told have left the config', () => {
    expect(channelsOf(route(resolvedOf(), { gone: SINCE, critical: SINCE }))).toEqual([critical])
  })

  it('goes to new routes and to channels told before when the severity changes', () => {
    const changed = noticeOf({ kind: 'changed' })
    const routed = route(changed, { [rest]: SINCE })
    expect(channelsOf(routed)).toEqual([critical, rest])
    expect(routed.lastNotifiedAt).toEqual({ [critical]: changed.at, [rest]: changed.at })
  })

  it('is a reminder only on a route that repeats, and only when it is due there', () => {
    const at = SINCE + 10 * MINUTE
    const reminder = noticeOf({ kind: 'reminder', at })
    const due = route(reminder, { [critical]: SINCE, [rest]: SINCE })
    expect(channelsOf(due)).toEqual([critical])
    expect(due.lastNotifiedAt).toEqual({ [critical]: at, [rest]: SINCE })
    expect(route(reminder, { [critical]: SINCE + 1 }).entries).toEqual([])
  })
})

describe("the monitor's own incident of a channel", () => {
  const incident = { subject: 'monitor', subjectId: 'channel:pager' } as const

  it('is never told over that channel', () => {
    const { route } = routerOf([routeOf('all', { channels: ['pager', 'mail'] })])
    expect(channelsOf(route(noticeOf({ incident }), {}))).toEqual(['mail'])
  })

  it('is told over every other channel where its route has no other', () => {
    const { route } = routerOf([
      routeOf('all', { channels: ['pager'] }),
      routeOf('never', { channels: ['mail', 'chat'] }),
    ])
    const { entries, lastNotifiedAt } = route(noticeOf({ incident }), {})
    expect(entries.map(({ channel }) => channel)).toEqual(['mail', 'chat'])
    expect(channelsOf(route(resolvedOf({ incident }), lastNotifiedAt))).toEqual(['mail', 'chat'])
  })
})

describe('inhibition', () => {
  const { isInhibited } = routerOf([routeOf('all')], {
    inhibitions: [
      {
        source: { tags: ['switch'], severities: ['critical'] },
        target: { tags: [], severities: ['critical', 'warning'] },
      },
    ],
  })
  const source = noticeOf({ tags: ['switch'], incident: { id: 'switch-1' } })

  it('inhibits what matches the target while something that matches the source is open', () => {
    expect(isInhibited(noticeOf(), [source])).toBe(true)
    expect(isInhibited(noticeOf({ incident: { severity: 'info' } }), [source])).toBe(false)
    expect(isInhibited(noticeOf(), [noticeOf({ incident: { id: 'other' } })])).toBe(false)
  })

  it('never inhibits an incident for its own sake', () => {
    expect(isInhibited(source, [source])).toBe(false)
  })

  it('never inhibits what is about the location or the monitor itself', () => {
    const failing = noticeOf({ incident: { subject: 'monitor', subjectId: 'channel:pager' } })
    expect(isInhibited(failing, [source])).toBe(false)
  })
})
