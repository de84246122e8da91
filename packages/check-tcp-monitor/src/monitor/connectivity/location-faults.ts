import type { Fault } from 'check-tcp'
import { LOCATION_FAULTS, type LocationFault } from '../../core/subject-id.js'

export function locationFaultOf(fault: Fault | undefined): LocationFault | undefined {
  return LOCATION_FAULTS.find((each) => each === fault)
}

/** What keeps one check from knowing. */
export interface FaultNote {
  readonly fault: LocationFault
  /** In words, where more is known than which fault it is. */
  readonly because: string | undefined
  /** It may be that the location is isolated, so others are asked before anybody is notified. */
  readonly mayBeIsolated: boolean
  /** The monitor's count of events when the check was begun. */
  readonly begunAt: number
}

/** Which checks know nothing because of which fault of the location. */
export class LocationFaults {
  readonly #notes = new Map<LocationFault, Map<string, FaultNote>>(
    LOCATION_FAULTS.map((each) => [each, new Map()]),
  )

  /** Notes what keeps `id` from knowing, if anything does. @returns the fault that ended with it, if one did */
  note(id: string, note: FaultNote | undefined): LocationFault | undefined {
    let ended: LocationFault | undefined
    for (const [fault, notes] of this.#notes) {
      if (fault === note?.fault) notes.set(id, note)
      else if (notes.delete(id) && notes.size === 0) ended = fault
    }
    return ended
  }

  isOver(fault: LocationFault): boolean {
    return this.#notes.get(fault)?.size === 0
  }

  /** What was found in checks that were begun since then. */
  notesOf(fault: LocationFault, since: number): readonly (readonly [string, FaultNote])[] {
    return [...(this.#notes.get(fault) ?? [])].filter(([, { begunAt }]) => begunAt >= since)
  }
}
