import { describe, expect, it } from 'vitest'
import { reportError } from './report-error.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

function reported(error: unknown, argv: readonly string[]) {
  let said = ''
  // Of a terminal it uses these alone.
  const terminal = { env: {}, err: (text: string) => (said += text) } as unknown as Terminal
  return { code: reportError(error, argv, terminal), said }
}

describe('an error that is reported', () => {
  it('ends a command with 2', () => {
    expect(reported(new UsageError('no port'), ['a'])).toEqual({
      code: 2,
      said: 'check-tcp: no port\n',
    })
    expect(reported(new TypeError('a fault'), ['a:1']).code).toBe(2)
  })

  it('ends a monitor with 1 where nobody expects it, so that it is started anew', () => {
    expect(reported(new TypeError('a fault'), ['monitor', 'monitor.yaml'])).toEqual({
      code: 1,
      said: 'check-tcp: unexpected error, please report it: a fault\n',
    })
    expect(reported(new UsageError('not installed'), ['monitor']).code).toBe(2)
  })
})
