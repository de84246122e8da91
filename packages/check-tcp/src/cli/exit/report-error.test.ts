import { describe, expect, it } from 'vitest'
import type { Terminal } from '../terminal/terminal.js'
import { reportError } from './report-error.js'
import { UsageError } from './usage-error.js'

async function reported(error: unknown, argv: readonly string[]) {
  let said = ''
  let printed = ''
  // Of a terminal it uses these alone.
  const terminal = {
    env: {},
    err: (text: string) => (said += text),
    out: async (text: string) => {
      printed += text
    },
  } as unknown as Terminal
  return { code: await reportError(error, argv, terminal), said, printed }
}

describe('an error that is reported', () => {
  it('ends a command with 2', async () => {
    expect(await reported(new UsageError('no port'), ['a'])).toEqual({
      code: 2,
      said: 'check-tcp: no port\n',
      printed: '',
    })
    expect((await reported(new TypeError('a fault'), ['a:1'])).code).toBe(2)
  })

  it('ends a monitor with 1 where nobody expects it, so that it is started again', async () => {
    expect(await reported(new TypeError('a fault'), ['monitor', 'monitor.yaml'])).toEqual({
      code: 1,
      said: 'check-tcp: unexpected error, please report it: a fault\n',
      printed: '',
    })
    expect((await reported(new UsageError('not installed'), ['monitor'])).code).toBe(2)
  })

  it('is one line on standard output too for nagios, whatever it is', async () => {
    const argv = ['a', '-o', 'nagios']
    const { code, printed } = await reported(new UsageError('no port\nno | host'), argv)
    expect({ code, printed }).toEqual({ code: 3, printed: 'TCP UNKNOWN - no port; no / host\n' })
    expect((await reported(new TypeError('a fault'), argv)).printed).toBe(
      'TCP UNKNOWN - unexpected error, please report it: a fault\n',
    )
  })
})
