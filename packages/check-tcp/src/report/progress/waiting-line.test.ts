import { describe, expect, it } from 'vitest'
import { textWidth } from '../text/text-width.js'
import { renderWaiting } from './waiting-line.js'

const waiting = { verb: 'waiting for', what: 'example.com:9999', facts: [], elapsedSeconds: 3.7 }

describe('what is waited for', () => {
  it('has its address, how long it has taken and how long it may take', () => {
    expect(renderWaiting({ ...waiting, facts: ['192.0.2.7'], limitSeconds: 10 }, 80)).toBe(
      'waiting for example.com:9999 (192.0.2.7), 3 s of up to 10 s',
    )
    expect(renderWaiting({ ...waiting, limitSeconds: 0.5 }, 80)).toContain('of up to 0.5 s')
    expect(renderWaiting({ ...waiting, limitSeconds: 300 }, 80)).toContain('of up to 5 min 0 s')
    expect(renderWaiting(waiting, 80)).toBe('waiting for example.com:9999, 3 s')
  })

  it('keeps the time where a name is longer than the line, in letters of any width', () => {
    for (const letter of ['a', '例']) {
      const line = renderWaiting(
        { ...waiting, what: `${letter.repeat(99)}:80`, limitSeconds: 10 },
        79,
      )
      expect(textWidth(line)).toBeLessThanOrEqual(79)
      expect(line).toMatch(/…, 3 s of up to 10 s$/)
    }
  })

  it('escapes what comes from outside', () => {
    expect(renderWaiting({ ...waiting, what: 'a\u001b[2J' }, 80)).not.toContain('\u001b')
  })
})
