import { VERDICTS } from '../verdict.js'
import { count, name, oneOf, plainSeconds, wallTime } from './codec.js'
import { EVIDENCE } from './evidence.js'
import { field, type RecordOf } from './field.js'
import { INCIDENT } from './incident.js'
import { OBSERVATION } from './observation.js'
import { PLANNED_WINDOW } from './planned-window.js'
import { nested } from './record.js'

const VERDICT_CHANGE = {
  id: field('check', name, 'The name of the check'),
  verdict: field('verdict', oneOf(VERDICTS), 'What is believed of its target now'),
  since: field('since', wallTime, 'Since when'),
} as const

const RELOAD = { checks: field('checks', count, 'How many checks the config has now') } as const

const GAP = { seconds: field('seconds', plainSeconds, 'For how long nothing was checked') } as const

const FOUND = {
  incidentId: field('incident', name, 'The open incident of the check'),
  checkId: field('check', name, 'The name of the check'),
  evidence: field('evidence', nested(EVIDENCE), 'What a look at its target has found'),
} as const

/** What an event of each type tells. */
export const EVENTS = {
  result: OBSERVATION,
  verdict: VERDICT_CHANGE,
  incident: INCIDENT,
  evidence: FOUND,
  silence: PLANNED_WINDOW,
  maintenance: PLANNED_WINDOW,
  reload: RELOAD,
  gap: GAP,
} as const

export type EventType = keyof typeof EVENTS

export const EVENT_TYPES = Object.keys(EVENTS) as readonly EventType[]

export type EventData = { readonly [T in EventType]: RecordOf<(typeof EVENTS)[T]> }

/** Something that a watcher of the monitor wants to know at once. */
export type MonitorEvent = {
  readonly [T in EventType]: {
    /** `BOOT-NUMBER`; the number ascends by one. */
    readonly id: string
    readonly type: T
    /** Wall milliseconds. */
    readonly at: number
    readonly data: EventData[T]
  }
}[EventType]
