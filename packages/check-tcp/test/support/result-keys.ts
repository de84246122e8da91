import { errorSchema, successSchema } from '../../src/core/wire/result-schema.js'

/** The keys of a result in their order: the document's, then `details`. */
export const SUCCESS_KEYS = Object.keys(successSchema.entries)

export const ERROR_KEYS = Object.keys(errorSchema.entries)
