import { EVENTS, type MonitorEvent } from '../../core/wire/event.js'
import { recordWriter } from '../../core/wire/record.js'
import { momentOf, secondsOf } from '../../core/wire/wire-times.js'
import { incidentWire } from './incident-wire.js'
import { resultWire } from './result-wire.js'
import { silenceWire } from './silence-wire.js'

const evidenceWire = recordWriter(EVENTS.evidence, secondsOf)
const verdictWire = recordWriter(EVENTS.verdict, secondsOf)
const reloadWire = recordWriter(EVENTS.reload, secondsOf)
const gapWire = recordWriter(EVENTS.gap, secondsOf)

/** An event's data as the API writes it. */
export function eventWire(event: MonitorEvent): object {
  switch (event.type) {
    case 'result':
      return resultWire(event.data)
    case 'verdict':
      return verdictWire(event.data)
    case 'incident':
      return incidentWire(event.data)
    case 'evidence':
      return evidenceWire(event.data)
    case 'silence':
    case 'maintenance':
      return silenceWire(event.data)
    case 'reload':
      return { ...reloadWire(event.data), at: momentOf(event.at) }
    case 'gap':
      return { ...gapWire(event.data), at: momentOf(event.at) }
    default:
      return event satisfies never
  }
}
