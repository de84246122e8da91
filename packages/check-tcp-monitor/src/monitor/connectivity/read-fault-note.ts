import { causeInWords } from 'check-tcp/words'
import type { Measurement } from '../observe/measurer.js'
import { type FaultNote, locationFaultOf } from './location-faults.js'

/** What kept a check from knowing, by what it found; undefined where that was no fault of the location. */
export function readFaultNote(
  { observation, hindrance, nameServers }: Measurement,
  begunAt: number,
): FaultNote | undefined {
  const { suspect, failure, cause } = observation
  const fault = suspect ? 'local' : locationFaultOf(observation.fault)
  switch (fault) {
    case undefined:
      return undefined
    case 'dns': {
      // A name service that is silent is told as such where nobody knows which server it was.
      const isKnown = cause !== 'name_server_silent' || nameServers !== undefined
      const because = isKnown && cause !== undefined ? causeInWords(cause, nameServers) : undefined
      return { fault, because, mayBeIsolated: true, begunAt }
    }
    case 'local':
      return {
        fault,
        because: hindrance,
        mayBeIsolated: !suspect && failure === 'network_unreachable',
        begunAt,
      }
    case 'policy':
      return { fault, because: cause, mayBeIsolated: false, begunAt }
    default:
      return fault satisfies never
  }
}
