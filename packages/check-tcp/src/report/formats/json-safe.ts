/** The value itself, or an error where it cannot be written as JSON: a cycle, a bigint. */
export function jsonSafe(value: unknown): unknown {
  try {
    JSON.stringify(value)
    return value
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : 'unknown'
    return { status: 'error', error: `The result cannot be written as JSON: ${reason}` }
  }
}
