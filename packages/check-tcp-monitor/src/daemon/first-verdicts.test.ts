import { describe, expect, it } from 'vitest'
import { checkOf } from '../../test/support/served-monitor.js'
import { VirtualClock } from '../../test/support/virtual-clock.js'
import { FirstVerdicts } from './first-verdicts.js'

function started(count: number, begin = 0) {
  const clock = new VirtualClock()
  const lines: string[] = []
  const note = (_data: object, message: string) => lines.push(message)
  const firsts = new FirstVerdicts({ clock, log: { info: note, warn: note, error: note } })
  const checks = Array.from({ length: count }, (_, at) => checkOf(`c${begin + at}`, begin + at))
  firsts.expect(checks)
  return { clock, lines, firsts, checks }
}

describe('the first verdicts', () => {
  it('are one line where every check comes up', () => {
    const { lines, firsts, checks } = started(5_000)
    expect(checks.every(({ id }) => firsts.take(id, 'up'))).toBe(true)
    expect(lines).toEqual(['5000 checks are up'])
  })

  it('leave a line of its own to what is down, and to every later verdict', () => {
    const { lines, firsts } = started(3)
    expect([firsts.take('c0', 'up'), firsts.take('c1', 'down')]).toEqual([true, false])
    expect([firsts.take('c0', 'down'), firsts.take('c2', 'up')]).toEqual([false, true])
    expect(lines).toEqual(['2 of 3 checks are up'])
    expect(firsts.take('c1', 'up')).toBe(false)
    expect(lines).toHaveLength(1)
  })

  it('do not wait for what nothing comes to be known of', async () => {
    const { clock, lines, firsts } = started(3)
    firsts.take('c0', 'up')
    await clock.advance(72_999)
    expect(lines).toEqual([])
    await clock.advance(1)
    expect(lines).toEqual(['1 of 3 checks are up, 2 not known yet'])
    expect(firsts.take('c1', 'up')).toBe(false)
  })

  it('count what a reload adds, and not what it takes away', () => {
    const { lines, firsts, checks } = started(3)
    firsts.take('c0', 'up')
    firsts.expect([...checks.slice(2), checkOf('new', 9)])
    firsts.take('c2', 'up')
    firsts.take('new', 'up')
    expect(lines).toEqual(['3 checks are up'])
  })

  it('of a single check stay a line of its own', () => {
    const { lines, firsts } = started(1)
    expect(firsts.take('c0', 'up')).toBe(false)
    expect(lines).toEqual([])
  })

  it('say nothing once they are stopped', async () => {
    const { clock, lines, firsts } = started(3)
    firsts.stop()
    await clock.advance(600_000)
    expect(lines).toEqual([])
  })
})
