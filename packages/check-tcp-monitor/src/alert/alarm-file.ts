import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { AlarmMemory, OpenAlarm } from './store-alarm.js'

/** Bytes that the file always has, so that there is room in it when the disk is full. */
const SIZE = 4_096

/** As its fields were called before. */
interface Former {
  readonly told?: readonly string[]
  readonly maybe?: readonly string[]
}

/**
 * Remembers the alarm of the store in a file beside the history, as well as that can be done: what cannot be written is
 * known to this process alone.
 */
export function alarmFile(directory: string): AlarmMemory {
  const path = join(directory, 'alarm.json')
  let known = read(path)
  if (!known) write(path, undefined)
  return {
    read: () => known,
    write(alarm) {
      known = alarm
      write(path, alarm)
    },
  }
}

function read(path: string): OpenAlarm | undefined {
  try {
    // Written here alone.
    const stored = JSON.parse(readFileSync(path, 'utf8')) as (OpenAlarm & Former) | null
    if (!stored) return undefined
    const { told = [], maybe = [], ...alarm } = stored
    return {
      ...alarm,
      notified: alarm.notified ?? told,
      maybeNotified: alarm.maybeNotified ?? maybe,
    }
  } catch {
    return undefined
  }
}

/** In place: a file made again would need room. */
function write(path: string, alarm: OpenAlarm | undefined): void {
  try {
    const file = openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o600)
    try {
      const bytes = Buffer.from(JSON.stringify(alarm ?? null).padEnd(SIZE))
      writeSync(file, bytes, 0, bytes.length, 0)
      ftruncateSync(file, bytes.length)
    } finally {
      closeSync(file)
    }
  } catch {
    // Then the process after this one does not know of it.
  }
}
