export { goDurationMs } from '../../core/time/go-duration.js'

/** Values of another program's config, which can be anything. */
export type Foreign = Readonly<Record<string, unknown>>

/** A mapping, or an empty one for anything else. */
export function mappingOf(value: unknown): Foreign {
  return isMapping(value) ? value : {}
}

export function isMapping(value: unknown): value is Foreign {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array)
  )
}

/** A list, or an empty one for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A text, a number as text, or undefined for anything else and for nothing but space. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined
}

/** A text or a number as it is written, with its space and line ends; undefined for anything else. */
export function rawTextOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? value : undefined
}

/** The texts of a list, or one text in the place of a list of one. */
export function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((one) => textOf(one) ?? [])
}

/** A number, also one in quotes. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** Is it true, also as the text that YAML 1.1 reads so? */
export function isTruthy(value: unknown): boolean {
  return (
    value === true || value === 1 || (typeof value === 'string' && /^(true|yes|on|1)$/i.test(value))
  )
}
