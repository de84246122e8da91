import * as v from 'valibot'
import { shortText } from '../wire/words.js'
import type { Caller } from './caller.js'

/** The entry of a body that says who does something. */
export const byEntry = v.optional(
  v.pipe(shortText, v.description('Who; the name of the token or user if left out')),
)

/** Who does something: as they say themselves, or else as they are known. */
export function byWhom(by: string | undefined, { name }: Caller): string {
  return by ?? name ?? 'unknown'
}
