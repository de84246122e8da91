import { causeInWords } from 'check-tcp/words'
import type { Measurement } from '../observe/measurer.js'
import { type TroubleNote, troubleOf } from './location-faults.js'

/** What kept a check from knowing, by what it found; undefined where that was none of the troubles. */
export function noteOf(
  { observation, hindrance, nameServers }: Measurement,
  begunAt: number,
): TroubleNote | undefined {
  const { suspect, fault, failure, cause } = observation
  const trouble = suspect ? 'local' : troubleOf(fault)
  switch (trouble) {
    case undefined:
      return undefined
    case 'dns': {
      // A name service that is silent is told as such where nobody knows which server it was.
      const isKnown = cause !== 'name_server_silent' || nameServers !== undefined
      const because = isKnown && cause !== undefined ? causeInWords(cause, nameServers) : undefined
      return { trouble, because, mayBeBlind: true, begunAt }
    }
    case 'local':
      return {
        trouble,
        because: hindrance,
        mayBeBlind: !suspect && failure === 'network_unreachable',
        begunAt,
      }
    case 'policy':
      return { trouble, because: cause, mayBeBlind: false, begunAt }
    default:
      return trouble satisfies never
  }
}
