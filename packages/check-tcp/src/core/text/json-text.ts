import { escapeInJson } from './escape-control.js'

/** JSON of a value, what cannot be seen escaped as `escapeControl` does. */
export function jsonText(value: unknown, indent?: number): string {
  return escapeInJson(JSON.stringify(value, undefined, indent) ?? 'null')
}
