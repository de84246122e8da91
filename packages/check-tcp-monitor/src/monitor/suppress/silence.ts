import type { Suppressor } from './suppressor.js'

/** Somebody silenced the check, or one of its tags. */
export const suppressSilenced: Suppressor = ({ runtime }, { now, silences }) =>
  runtime && silences.applyTo(runtime.check, now) ? 'silence' : undefined
