import { describe, expect, it } from 'vitest'
import { incidentOf } from '../../../test/support/notices.js'
import { checkOf } from '../../../test/support/served-monitor.js'
import type { MonitoredCheck } from '../../core/config/check.js'
import { NOT_NOTIFIED } from '../../core/notification-state.js'
import { newTrackedSubject } from '../incidents/tracked-subject.js'
import { TrackedSubjects } from '../incidents/tracked-subjects.js'
import { CheckRegistry } from '../judge/check-registry.js'
import { type CheckRuntime, newCheckRuntime } from '../judge/check-runtime.js'
import { decideNotification } from './decide-notification.js'
import { PlannedWindows } from './planned-windows.js'
import type { Candidate, SuppressionContext } from './suppressor.js'

const NOW = 1_000_000

function runtimeOf(index: number, change: Partial<MonitoredCheck> = {}): CheckRuntime {
  const check = checkOf(`c${index}`, index, change)
  const tracked = newTrackedSubject('check', check.id, 'home')
  const runtime = newCheckRuntime(check, tracked, undefined, { wallMs: 0, awakeMs: 0 })
  runtime.state = { ...runtime.state, verdict: 'down', incident: 'down' }
  runtime.observedAt = 10
  runtime.openedAt = 10
  return runtime
}

/** A check that is down, what it depends on, and nothing that keeps anybody from being notified. */
function scene(change: Partial<MonitoredCheck> = {}) {
  const runtime = runtimeOf(1, change)
  const gateway = runtimeOf(2)
  gateway.state = { ...gateway.state, verdict: 'up', incident: 'none' }
  gateway.observedAt = 20
  const checks = new CheckRegistry()
  for (const each of [runtime, gateway]) checks.add(each)
  checks.index()
  const connectivity = { isIsolated: false, onlineSince: 0 }
  const context = {
    now: NOW,
    location: 'lab',
    checks,
    connectivity,
    silences: new PlannedWindows(),
    maintenance: new PlannedWindows(),
    subjects: new TrackedSubjects(),
    router: { isInhibited: () => false },
  }
  const incident = incidentOf({ subjectId: 'c1' })
  const candidate: Candidate = { incident, notification: NOT_NOTIFIED, runtime }
  return { runtime, gateway, context, candidate }
}

const NOTIFIED = { ...NOT_NOTIFIED, notified: true }
const WINDOW = { id: 'w', matches: 'c1', from: NOW, until: NOW + 1, by: 'ops' }

function decided(candidate: Candidate, context: SuppressionContext): string {
  const decision = decideNotification(candidate, context)
  return decision.kind === 'suppress' ? decision.by : decision.kind
}

describe('of an incident that is open', () => {
  it('somebody is notified where nothing is in the way', () => {
    const { candidate, context } = scene()
    expect(decided(candidate, context)).toBe('notify')
  })

  it('nobody is notified whose check wants no alerts, whatever else there is', () => {
    const { candidate, context } = scene({ alert: false })
    context.silences.add(WINDOW)
    expect(decided(candidate, context)).toBe('drop')
  })

  it('nobody is notified in maintenance, of the config or planned once', () => {
    const always = { cron: '* * * * *', timeZone: 'UTC', durationMs: 120_000 }
    const { candidate, context } = scene({ maintenance: [always] })
    expect(decided(candidate, context)).toBe('maintenance')
    const planned = scene()
    planned.context.maintenance.add(WINDOW)
    expect(decided(planned.candidate, planned.context)).toBe('maintenance')
  })

  it('nobody is notified while a silence matches it, and then somebody is', () => {
    const { candidate, context } = scene()
    context.silences.add(WINDOW)
    expect(decided(candidate, context)).toBe('silence')
    expect(decided(candidate, { ...context, now: NOW + 1 })).toBe('notify')
  })

  it('nobody is notified while the location is isolated, nor before the check was made again', () => {
    const { runtime, candidate, context } = scene()
    context.connectivity.isIsolated = true
    expect(decided(candidate, context)).toBe('isolated')
    context.connectivity.isIsolated = false
    context.connectivity.onlineSince = 11
    expect(decided(candidate, context)).toBe('isolated')
    runtime.observedAt = 12
    expect(decided(candidate, context)).toBe('notify')
  })

  it('nobody is notified of what a location lacks while it is isolated, but of that it is', () => {
    const { context } = scene()
    context.connectivity.isIsolated = true
    const about = (subjectId: string) => ({
      incident: incidentOf({ subject: 'location', subjectId }),
      notification: NOT_NOTIFIED,
      runtime: undefined,
    })
    expect(decided(about('lab:dns'), context)).toBe('isolated')
    expect(decided(about('lab'), context)).toBe('notify')
  })

  it.each<[string, (gateway: CheckRuntime, runtime: CheckRuntime) => void, string, string]>([
    [
      'is down',
      (gateway) => {
        gateway.state = { ...gateway.state, incident: 'down' }
      },
      'dependency',
      'dependency',
    ],
    [
      'was not checked since',
      (gateway) => {
        gateway.observedAt = 9
      },
      'dependency',
      'notify',
    ],
    [
      'is about to be called down',
      (gateway) => {
        gateway.state = { ...gateway.state, streaks: { bad: 1, ok: 0, slow: 0, good: 0 } }
      },
      'dependency',
      'notify',
    ],
    [
      'came up after this one was checked',
      (gateway) => {
        gateway.closedAt = 10
      },
      'dependency',
      'notify',
    ],
    ['is up', () => {}, 'notify', 'notify'],
  ])(
    'whose dependency %s, it depends on whether somebody was notified before',
    (_what, change, first, later) => {
      const { runtime, gateway, candidate, context } = scene({ dependsOn: ['c2'] })
      change(gateway, runtime)
      expect(decided(candidate, context)).toBe(first)
      expect(decided({ ...candidate, notification: NOTIFIED }, context)).toBe(later)
    },
  )

  it('a dependency that wants no alerts keeps nobody from being notified', () => {
    const { gateway, candidate, context } = scene({ dependsOn: ['c2'] })
    gateway.state = { ...gateway.state, incident: 'down' }
    gateway.check = { ...gateway.check, alert: false }
    expect(decided(candidate, context)).toBe('notify')
  })

  it('nobody is notified while it may be over already', () => {
    const { runtime, candidate, context } = scene()
    runtime.state = { ...runtime.state, streaks: { bad: 0, ok: 1, slow: 0, good: 1 } }
    expect(decided(candidate, context)).toBe('recovering')
    expect(decided({ ...candidate, notification: NOTIFIED }, context)).toBe('notify')
    runtime.state = { ...runtime.state, streaks: { bad: 1, ok: 0, slow: 0, good: 0 } }
    runtime.observedAt = 0
    expect(decided(candidate, context)).toBe('recovering')
  })

  it('nobody is notified of what another one inhibits that was announced', () => {
    const { candidate, context } = scene()
    const asked: string[] = []
    const router = {
      isInhibited: (_: object, open: Iterable<{ readonly incident: { readonly id: string } }>) => {
        for (const { incident } of open) asked.push(incident.id)
        return true
      },
    }
    const [announced, silent] = ['a', 'b'].map((id) => {
      const tracked = context.subjects.get('check', id, 'home')
      tracked.incident = incidentOf({ id, subjectId: id })
      context.subjects.note(tracked)
      return tracked
    })
    if (announced) announced.notification = { ...NOTIFIED, lastNotifiedVerdict: 'down' }
    expect(decided(candidate, { ...context, router })).toBe('inhibition')
    expect(asked).toEqual(['a'])
    expect(decided({ ...candidate, notification: NOTIFIED }, { ...context, router })).toBe('notify')
    expect(silent?.notification.notified).toBe(false)
  })
})

it('of the end of an incident those are notified who were of its beginning, whatever there is', () => {
  const { candidate, context } = scene()
  context.silences.add(WINDOW)
  const closed = { ...candidate, incident: { ...candidate.incident, closedAt: NOW } }
  expect(decided(closed, context)).toBe('drop')
  expect(decided({ ...closed, notification: NOTIFIED }, context)).toBe('notify')
})
