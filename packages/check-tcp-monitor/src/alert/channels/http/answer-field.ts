import { boundedMs } from './retry-after.js'

/** What stands in an answer of JSON under these keys; undefined where nothing does, or where it is no JSON. */
function answerField(text: string, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => {
    const isMapping = typeof value === 'object' && value !== null
    return isMapping ? (value as Readonly<Record<string, unknown>>)[key] : undefined
  }, parsed(text))
}

/** The text that stands there. */
export function answerText(text: string, ...keys: readonly string[]): string | undefined {
  const value = answerField(text, ...keys)
  return typeof value === 'string' ? value : undefined
}

/** Whole milliseconds to wait, at most a day, where seconds stand there, whole or not. */
export function answerWaitMs(text: string, ...keys: readonly string[]): number | undefined {
  const seconds = answerField(text, ...keys)
  return typeof seconds === 'number' && seconds >= 0
    ? boundedMs(Math.ceil(seconds * 1_000))
    : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
