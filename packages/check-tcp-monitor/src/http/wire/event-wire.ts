import type { Silence } from '../../core/store.js'
import type { Verdict } from '../../core/verdict.js'
import type { Incident } from '../../core/wire/incident.js'
import type { Observation } from '../../core/wire/observation.js'
import { momentOf } from '../../core/wire/wire-fields.js'
import type { MonitorEvent } from '../../monitor/event-log.js'
import { incidentWire } from './incident-wire.js'
import { resultWire } from './result-wire.js'
import { silenceWire } from './silence-wire.js'

export const EVENT_TYPES = [
  'result',
  'verdict',
  'incident',
  'silence',
  'maintenance',
  'reload',
  'gap',
] as const satisfies readonly MonitorEvent['type'][]

/** An event's data as the API writes it. */
export function eventWire(event: MonitorEvent): object {
  const { data } = event
  switch (event.type) {
    case 'result':
      return resultWire(dataOf<Observation>(data))
    case 'verdict': {
      const { id, verdict, since } = dataOf<{ id: string; verdict: Verdict; since: number }>(data)
      return { check: id, verdict, since: momentOf(since) }
    }
    case 'incident':
      return incidentWire(dataOf<Incident>(data))
    case 'silence':
    case 'maintenance':
      return silenceWire(dataOf<Silence>(data))
    case 'reload':
      return { checks: dataOf<{ checks: number }>(data).checks, at: momentOf(event.at) }
    case 'gap':
      return { seconds: dataOf<{ seconds: number }>(data).seconds, at: momentOf(event.at) }
    default:
      return event.type satisfies never
  }
}

/** The monitor gives each type of event the data that `eventWire` names for it. */
function dataOf<T>(data: unknown): T {
  return data as T
}
