import type { Measurement } from './measurer.js'
import { type TroubleNote, troubleOf } from './troubles.js'

/** What kept a check from knowing, by what it found; undefined where that was none of the troubles. */
export function noteOf(
  { observation, hindrance }: Measurement,
  begunAt: number,
): TroubleNote | undefined {
  const { suspect, fault, failure, cause, code } = observation
  const trouble = suspect ? 'local' : troubleOf(fault)
  switch (trouble) {
    case undefined:
      return undefined
    case 'dns': {
      const fails = cause === 'name_server_silent' ? undefined : code
      const because = fails && `The name service fails (${fails})`
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
