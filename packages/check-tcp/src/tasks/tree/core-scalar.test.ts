import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { coreScalar } from './core-scalar.js'

const TEXTS = [
  ...['80', '-1', '+1', '0123', '0x1F', '0o17', '0b1', '1.5', '.5', '5.', '1e3', '1.5E-2', '1_000'],
  ...['true', 'True', 'TRUE', 'tRUE', 'false', 'yes', 'no', 'on', 'null', 'Null', '~', 'none'],
  ...[
    '.inf',
    '-.inf',
    '+.INF',
    '.nan',
    '.NaN',
    'nan',
    '1.2.3.4',
    '127.1',
    'example.com',
    '80s',
    '-',
  ],
]

describe('coreScalar', () => {
  it.each(TEXTS)('gives %j the value that a YAML parser gives it', (text) => {
    const parsed: unknown = text === '-' ? '-' : parse(text, { version: '1.2', schema: 'core' })
    expect(coreScalar(text)).toEqual(parsed)
  })

  it('leaves empty text empty', () => {
    expect(coreScalar('')).toBe('')
  })
})
