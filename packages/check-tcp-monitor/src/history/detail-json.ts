import { OBSERVATION, type Observation } from '../core/wire/observation.js'

/** What of a result has a place of its own: in its series, its row or the flags of its row. */
const PLACED = [
  'checkId',
  'location',
  'at',
  'outcome',
  'attempts',
  'suspect',
  'responseMs',
  'dnsMs',
  'latenessMs',
] as const satisfies readonly (keyof Observation)[]

/** What results of one target have in common, most of the time: all that has no place of its own. */
export type Detail = Omit<Observation, (typeof PLACED)[number]>

/** In the order in which the first version wrote them, since a detail is found again by its very text. */
const WRITTEN_FIRST = [
  'address',
  'synRetransmits',
  'failure',
  'fault',
  'error',
  'code',
  'cause',
  'countsAs',
  'validMs',
] as const satisfies readonly (keyof Detail)[]

const OTHERS = Object.keys(OBSERVATION).filter((key) => {
  return !([...PLACED, ...WRITTEN_FIRST] as readonly string[]).includes(key)
})

const KEYS: string[] = [...WRITTEN_FIRST, ...OTHERS]

/** Of a result all that has no place of its own, as JSON; undefined where there is nothing. */
export function detailJsonOf(observation: Observation): string | undefined {
  const json = JSON.stringify(observation, KEYS)
  return json === '{}' ? undefined : json
}
