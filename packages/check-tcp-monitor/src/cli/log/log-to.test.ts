import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { type LogFlags, logTo } from './log-to.js'

/** What a log writes of one message, on a terminal or not. */
function lineOf(errIsTerminal: boolean, flags: LogFlags = {}): string {
  let text = ''
  const err = (more: string) => {
    text += more
  }
  const interrupted = new AbortController().signal
  const stdin = Readable.from([])
  const log = logTo({ env: {}, stdin, out: async () => {}, err, errIsTerminal, interrupted }, flags)
  log.debug({}, 'not told')
  log.info({ checks: 3, location: 'home', seen: ['a'] }, 'it \u001b[2J runs')
  return text
}

describe('the log', () => {
  const words =
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d info {2}it \\x1b\[2J runs \(checks: 3, location: home, seen: \["a"\]\)\n$/

  it('is made of lines for people on a terminal, and of JSON elsewhere', () => {
    expect(lineOf(true)).toMatch(words)
    expect(JSON.parse(lineOf(false))).toMatchObject({ level: 'info', checks: 3, location: 'home' })
  })

  it('has the format that is asked for', () => {
    expect(lineOf(false, { logFormat: 'human' })).toMatch(words)
    expect(JSON.parse(lineOf(true, { logFormat: 'json' }))).toMatchObject({ checks: 3 })
    expect(lineOf(true, { logLevel: 'error' })).toBe('')
  })
})
