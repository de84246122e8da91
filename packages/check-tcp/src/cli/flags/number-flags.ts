import { secondsWithUnit } from '../../core/parameters/validate.js'
import { quote } from '../../core/text/show-value.js'
import { UsageError } from '../exit/usage-error.js'

/** @throws {UsageError} that names the flag and what is allowed */
export function wholeNumber(flag: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw new UsageError(`${flag} must be an integer from ${min} to ${max}, got ${quote(text)}`)
}

/** @throws {UsageError} that names the flag and what is allowed */
export function positiveNumber(flag: string, text: string, max: number): number {
  const value = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN
  if (value > 0 && value <= max) return value
  throw new UsageError(`${flag} must be a number above 0 and up to ${max}, got ${quote(text)}`)
}

/** @throws {UsageError} that names the flag and what is allowed */
export function positiveSeconds(flag: string, text: string, max: number): number {
  const value = secondsOf(text)
  if (value !== undefined && value > 0 && value <= max) return value
  throw new UsageError(
    `${flag} must be a number of seconds above 0 and up to ${max}, or a duration such as 5m, got ${quote(text)}`,
  )
}

/** The seconds that a flag's text means: a number of them, or a duration with its unit; `undefined` for neither. */
export function secondsOf(text: string): number | undefined {
  return /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : secondsWithUnit(text)
}
