import { formatDuration } from '../format-duration.js'

/** What a check can express of an endpoint's conditions. */
export interface Expected {
  readonly response_time?: string
  readonly expect?: 'closed'
  readonly resolves_to?: readonly string[]
}

/** Reads conditions such as `[RESPONSE_TIME] < 300`; those that cannot be carried over are told. */
export function conditionsOf(conditions: readonly unknown[], notes: string[]): Expected {
  let expected: Expected = {}
  for (const condition of conditions) {
    const text = typeof condition === 'string' ? condition.trim() : ''
    const [, placeholder, operator, value = ''] =
      /^\[([A-Z_]+)\]\s*(==|!=|<=|>=|<|>)\s*(\S.*)$/.exec(text) ?? []
    const milliseconds = Number(value)
    if (placeholder === 'CONNECTED' && operator === '==' && /^(true|false)$/.test(value)) {
      if (value === 'false') expected = { ...expected, expect: 'closed' }
    } else if (
      placeholder === 'RESPONSE_TIME' &&
      /^<=?$/.test(operator ?? '') &&
      milliseconds > 0
    ) {
      expected = { ...expected, response_time: formatDuration(milliseconds) }
      notes.push(`${text} makes the target degraded here, not down`)
    } else if (placeholder === 'IP' && operator === '==' && /^[0-9a-fA-F.:]+$/.test(value)) {
      expected = { ...expected, resolves_to: [value] }
    } else notes.push(`condition ${text || 'that is no text'}`)
  }
  return expected
}
