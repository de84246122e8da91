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
    const alarm = { incident: incidentOf(), told: ['pager', 'mail'], maybe: [] }
    expect(alarmFile(directory).read()).toBeUndefined()
    alarmFile(directory).write(alarm)
    expect(alarmFile(directory).read()).toEqual(alarm)
    alarmFile(directory).write(undefined)
    expect(alarmFile(directory).read()).toBeUndefined()
  })

  it('has its room from the start, and keeps it', () => {
    const size = () => statSync(join(directory, 'alarm.json')).size
    const file = alarmFile(directory)
    const before = size()
    file.write({ incident: incidentOf(), told: ['pager'], maybe: [] })
    expect([before, size()]).toEqual([4_096, 4_096])
    file.write({ incident: incidentOf(), told: Array(1_000).fill('pager'), maybe: [] })
    file.write(undefined)
    expect(size()).toBe(4_096)
    expect(alarmFile(directory).read()).toBeUndefined()
  })

  it('is no hindrance where it cannot be read or written', () => {
    writeFileSync(join(directory, 'alarm.json'), 'half of {')
    expect(alarmFile(directory).read()).toBeUndefined()
    const nowhere = alarmFile(join(directory, 'nowhere'))
    nowhere.write({ incident: incidentOf(), told: [], maybe: [] })
    expect(nowhere.read()?.told).toEqual([])
  })
})
