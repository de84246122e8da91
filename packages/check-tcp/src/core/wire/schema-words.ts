import * as v from 'valibot'
import { LIMITS } from '../parameters/parameters.js'

export const text = v.string()

export const texts = v.array(text)

export const flag = v.boolean()

export const seconds = v.pipe(v.number(), v.minValue(0))

export const count = v.pipe(v.number(), v.integer(), v.minValue(0))

export const port = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(LIMITS.port.min),
  v.maxValue(LIMITS.port.max),
)

export const family = v.picklist([4, 6])

/** RFC 3339, UTC. */
export const moment = v.pipe(v.string(), v.isoTimestamp())
