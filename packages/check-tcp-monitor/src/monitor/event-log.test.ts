import { describe, expect, it } from 'vitest'
import { EventLog } from './event-log.js'

function gapAt(at: number) {
  return { type: 'gap', at, data: { seconds: at } } as const
}

function logOf(count: number): EventLog {
  const log = new EventLog('boot')
  for (let i = 0; i < count; i++) log.append(gapAt(i))
  return log
}

describe('the log of events', () => {
  it('gives what came after an event', () => {
    expect(
      logOf(5)
        .after('boot-3')
        ?.map(({ id }) => id),
    ).toEqual(['boot-4', 'boot-5'])
    expect(logOf(5).after('boot-5')).toEqual([])
    expect(logOf(5).after('boot-0')).toHaveLength(5)
  })

  it.each(['boot-6', 'boot-x', 'other-3', '', 'boot-1.5'])(
    'says that something may be lost after %j, which it does not know',
    (id) => {
      expect(logOf(5).after(id)).toBeUndefined()
    },
  )

  it('forgets the oldest, and then says that something may be lost', () => {
    const log = logOf(25_000)
    expect(log.after('boot-1')).toBeUndefined()
    expect(log.after('boot-24999')).toHaveLength(1)
    expect(log.after('boot-15000')).toHaveLength(10_000)
  })

  it('tells who listens until they no longer do', () => {
    const log = logOf(0)
    const heard: unknown[] = []
    const end = log.subscribe(({ data }) => heard.push(data))
    log.append(gapAt(1))
    end()
    log.append(gapAt(2))
    expect(heard).toEqual([{ seconds: 1 }])
  })
})
