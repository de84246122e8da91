import { beforeEach, describe, expect, it } from 'vitest'
import type { Incident } from '../../core/wire/incident.js'
import type { MonitorContext } from '../context.js'
import { IncidentTracker } from '../incidents/incident-tracker.js'
import { TrackedSubjects } from '../incidents/tracked-subjects.js'
import { CheckRegistry } from '../judge/check-registry.js'
import { PlannedWindows } from '../suppress/planned-windows.js'
import type { Transition } from '../transition.js'
import { AgentWatch } from './agent-watch.js'

const LOCATIONS = ['fra', 'nyc', 'ams']

describe('the watch over agents', () => {
  let awake: { ms: number }
  let subjects: TrackedSubjects
  let watch: AgentWatch
  let tracker: IncidentTracker

  const context = (): MonitorContext => ({
    ...{ now: 1_000_000 + awake.ms, location: 'hub', subjects },
    checks: new CheckRegistry(),
    connectivity: { isIsolated: false, onlineSince: 0 },
    silences: new PlannedWindows(),
    maintenance: new PlannedWindows(),
    router: {
      route: (_notice, lastNotifiedAt) => ({ entries: [], lastNotifiedAt }),
      isInhibited: () => false,
      longestGroupWaitMs: 0,
    },
    baselines: { of: () => undefined },
  })

  const told = ({ incidents = [] }: Transition): string[] =>
    incidents.map(({ subjectId, closedBecause, error }: Incident) => {
      return `${subjectId} ${closedBecause ?? error}`
    })
  const review = (locations = LOCATIONS) => told(watch.review(locations, context()))
  const speak = (...locations: string[]) => {
    for (const each of locations) watch.note(each, false)
  }

  beforeEach(() => {
    awake = { ms: 0 }
    subjects = new TrackedSubjects()
    tracker = new IncidentTracker(subjects, () => 0)
    watch = new AgentWatch(awake, tracker)
  })

  /** Another process goes on with the incidents that are open. */
  function restart(): void {
    const open = subjects.openIncidents()
    subjects = new TrackedSubjects()
    tracker = new IncidentTracker(subjects, () => 0)
    tracker.recall(open, new Map())
    awake = { ms: 0 }
    watch = new AgentWatch(awake, tracker)
  }

  it('opens an incident of a location that has not spoken for 30 s, and closes it at its next word', () => {
    watch.begin(LOCATIONS)
    speak(...LOCATIONS)
    awake.ms = 30_000
    expect(review()).toEqual([])
    speak('nyc', 'ams')
    awake.ms = 30_001
    expect(review()).toEqual(['fra The agent at fra does not report'])
    expect(watch.note('fra', false)).toBe(true)
    expect(review()).toEqual(['fra up'])
  })

  it('tells of a location that says it is isolated, and of its return', () => {
    watch.begin(LOCATIONS)
    speak(...LOCATIONS)
    expect(watch.note('fra', false)).toBe(false)
    expect(watch.note('fra', true)).toBe(true)
    expect(review()).toEqual(['fra fra is isolated: its agent reaches this hub, and nothing else'])
    expect(watch.note('fra', false)).toBe(true)
    expect(review()).toEqual(['fra up'])
  })

  it('has one incident of its own where most are lost at once', () => {
    watch.begin(LOCATIONS)
    speak(...LOCATIONS)
    awake.ms = 31_000
    speak('ams')
    expect(review()).toEqual([
      'agents This hub is cut off from its agents: fra and nyc do not report',
    ])
    speak('fra')
    expect(review()).toEqual(['agents up', 'nyc The agent at nyc does not report'])
  })

  it('calls nobody lost for the time in which the hub could hear nobody, and for 30 s afterwards', () => {
    watch.begin(LOCATIONS)
    speak(...LOCATIONS)
    for (awake.ms = 10_000; awake.ms < 70_000; awake.ms += 1_000) {
      watch.hold()
      expect(review()).toEqual([])
    }
    awake.ms = 98_000
    speak('fra', 'nyc')
    expect(review()).toEqual([])
    awake.ms = 99_000
    expect(review()).toEqual(['ams The agent at ams does not report'])
  })

  it('takes nothing back after a restart until the agent has spoken, and lets it take 90 s', () => {
    watch.begin(LOCATIONS)
    speak(...LOCATIONS)
    awake.ms = 31_000
    speak('nyc', 'ams')
    expect(review()).toEqual(['fra The agent at fra does not report'])
    restart()
    // It is not known yet who has an agent.
    expect(review()).toEqual([])
    watch.begin(LOCATIONS)
    awake.ms = 90_000
    expect(review()).toEqual([])
    speak('nyc', 'ams')
    awake.ms = 90_001
    expect(review()).toEqual([])
    expect(subjects.openIncidents()).toHaveLength(1)
    speak('fra')
    expect(review()).toEqual(['fra up'])
  })

  it('keeps its own incident after a restart until it is known who reports', () => {
    watch.begin(LOCATIONS)
    speak(...LOCATIONS)
    awake.ms = 31_000
    expect(review()).toHaveLength(1)
    restart()
    watch.begin(LOCATIONS)
    expect(review()).toEqual([])
    speak(...LOCATIONS)
    expect(review()).toEqual(['agents up'])
  })

  it('closes what is open of an agent that was revoked, also before a restart, and opens nothing of it', () => {
    watch.begin(LOCATIONS)
    speak(...LOCATIONS)
    awake.ms = 31_000
    speak('nyc', 'ams')
    review()
    restart()
    watch.begin(['nyc', 'ams'])
    expect(review()).toEqual(['fra removed'])
    watch.forget('nyc')
    awake.ms = 500_000
    speak('ams')
    expect(review()).toEqual([])
  })

  it('closes what is open of a location that the config no longer names', () => {
    watch.begin(LOCATIONS)
    speak(...LOCATIONS)
    awake.ms = 31_000
    speak('nyc', 'ams')
    review()
    expect(review(['nyc', 'ams'])).toEqual(['fra removed'])
  })
})
