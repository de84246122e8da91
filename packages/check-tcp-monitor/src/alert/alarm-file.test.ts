import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { incidentOf } from '../../test/support/notices.js'
import { alarmFile } from './alarm-file.js'

describe('the file of the alarm', () => {
  let directory: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'check-tcp-alarm-'))
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  it('remembers an alarm for the next process, and forgets it', () => {
    const alarm = { incident: incidentOf(), notified: ['pager', 'mail'], maybeNotified: [] }
    expect(alarmFile(directory).read()).toBeUndefined()
    alarmFile(directory).write(alarm)
    expect(alarmFile(directory).read()).toEqual(alarm)
    alarmFile(directory).write(undefined)
    expect(alarmFile(directory).read()).toBeUndefined()
  })

  it('reads what was written while its fields were called otherwise', () => {
    const former = { incident: incidentOf(), told: ['pager'], maybe: ['mail'] }
    writeFileSync(join(directory, 'alarm.json'), JSON.stringify(former).padEnd(4_096))
    expect(alarmFile(directory).read()).toEqual({
      incident: incidentOf(),
      notified: ['pager'],
      maybeNotified: ['mail'],
    })
  })

  it('has its room from the start, and keeps it', () => {
    const size = () => statSync(join(directory, 'alarm.json')).size
    const file = alarmFile(directory)
    const before = size()
    file.write({ incident: incidentOf(), notified: ['pager'], maybeNotified: [] })
    expect([before, size()]).toEqual([4_096, 4_096])
    file.write({ incident: incidentOf(), notified: Array(1_000).fill('pager'), maybeNotified: [] })
    file.write(undefined)
    expect(size()).toBe(4_096)
    expect(alarmFile(directory).read()).toBeUndefined()
  })

  it('is no hindrance where it cannot be read or written', () => {
    writeFileSync(join(directory, 'alarm.json'), 'half of {')
    expect(alarmFile(directory).read()).toBeUndefined()
    const nowhere = alarmFile(join(directory, 'nowhere'))
    nowhere.write({ incident: incidentOf(), notified: [], maybeNotified: [] })
    expect(nowhere.read()?.notified).toEqual([])
  })
})
