import { quote } from '../core/show-value.js'
import { secondsWithUnit } from '../core/validate.js'
import { UsageError } from './usage-error.js'

/** @throws {UsageError} that names the flag and what is allowed */
export function wholeNumber(flag: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw new UsageError(`${flag} must be an integer from ${min} to ${max}, got ${quote(text)}`)
}

/** @throws {UsageError} that names the flag and what is allowed */
export function positiveNumber(flag: string, text: string, max: number, unit = ''): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (value > 0 && value <= max) return value
  const seconds = unit === '' ? undefined : secondsWithUnit(text)
  const mend = seconds === undefined ? '' : `; write ${flag} ${seconds}`
  throw new UsageError(
    `${flag} must be a number${unit} above 0 and up to ${max}, got ${quote(text)}${mend}`,
  )
}

/** @throws {UsageError} that names the flag and what is allowed */
export function positiveSeconds(flag: string, text: string, max: number): number {
  return positiveNumber(flag, text, max, ' of seconds')
}
