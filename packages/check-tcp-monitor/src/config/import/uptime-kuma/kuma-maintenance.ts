import * as v from 'valibot'
import { MINUTE, SECOND } from '../../schema/duration.js'
import { window as windowSchema } from '../../schema/window.js'
import { writeDuration } from '../../write-duration.js'
import {
  type Foreign,
  isMapping,
  isTruthy,
  listOf,
  mappingOf,
  numberOf,
  textOf,
} from '../foreign-value.js'
import type { ImportNote } from '../imported.js'
import { onceCommand } from './kuma-once.js'
import { ancestorsOf, idsOf, setting } from './kuma-tree.js'

/** Windows of the maintenances of a file, by the monitors that they hold for. */
export interface KumaMaintenance {
  readonly windowsOf: (monitor: Foreign) => readonly Foreign[]
  /** What there is to be said, given the names of the checks that monitors became. */
  readonly notesFor: (names: ReadonlyMap<Foreign, string>) => readonly ImportNote[]
}

/** Reads `maintenanceList`. Its groups' maintenance holds for all monitors in them. */
export function readKumaMaintenance(
  value: unknown,
  monitors: readonly Foreign[],
  path: string,
): KumaMaintenance {
  const list = isMapping(value) ? Object.values(value) : listOf(value)
  const notes: ImportNote[] = []
  const once: { readonly maintenance: Foreign; readonly where: string }[] = []
  const windows: { readonly window: Foreign; readonly ids: readonly string[] }[] = []
  for (const one of list.map(mappingOf)) {
    const where = `${path}: maintenance "${textOf(one.title) ?? textOf(one.id) ?? ''}"`
    const leftOut = (message: string) => notes.push({ where, kind: 'left out', message })
    if (one.strategy === 'single' && isActive(one)) {
      once.push({ maintenance: one, where })
      continue
    }
    const window = windowOf(one)
    const ids = monitorsOf(one, monitors)
    if (typeof window === 'string') leftOut(window)
    else if (ids.length === 0) {
      leftOut(
        `the file does not say of which monitors; it would be maintenance: [${flow(window)}] of these checks`,
      )
    } else {
      windows.push({ window, ids })
      const range = datesOf(one)
      if (range.length > 0) {
        notes.push({ where, kind: 'note', message: `only ${range} there, without an end here` })
      }
    }
  }
  const holdsFor = (ids: readonly string[], monitor: Foreign) => {
    const related = [monitor, ...ancestorsOf(monitor, monitors)].map(({ id }) => textOf(id))
    return ids.some((id) => related.includes(id))
  }
  return {
    notesFor: (names) => [
      ...notes,
      ...once.map(({ maintenance, where }): ImportNote => {
        const ids = monitorsOf(maintenance, monitors)
        const held = [...names]
          .filter(([monitor]) => holdsFor(ids, monitor))
          .map(([, name]) => name)
        const message = onceCommand(maintenance, ids.length === 0 ? undefined : held)
        return { where, kind: 'left out', message }
      }),
    ],
    windowsOf: (monitor) =>
      windows.filter(({ ids }) => holdsFor(ids, monitor)).map(({ window }) => window),
  }
}

function monitorsOf(maintenance: Foreign, monitors: readonly Foreign[]): readonly string[] {
  const keys = ['monitors', 'monitorList', 'monitorIDList', 'monitorIDs', 'monitorIds']
  const named = keys.flatMap((key) => idsOf(setting(maintenance, key)))
  const id = textOf(maintenance.id)
  const naming = monitors.filter((monitor) => {
    const own = [...idsOf(monitor.maintenanceIDList), ...idsOf(monitor.maintenanceList)]
    return id !== undefined && own.includes(id)
  })
  return [...named, ...naming.flatMap((monitor) => textOf(monitor.id) ?? [])]
}

/** The window of a maintenance, or why it is none that comes again. */
function windowOf(maintenance: Foreign): Foreign | string {
  const { strategy } = maintenance
  if (!isActive(maintenance)) return 'it is not active'
  if (strategy === 'manual') {
    return 'it lasts until somebody ends it there; silence its checks over the API'
  }
  const cron = cronOf(maintenance)
  if (cron === undefined) return withoutCron(maintenance)
  const durationMs = durationOf(maintenance)
  const zone = textOf(maintenance.timezone)
  const window = {
    cron,
    ...(zone === undefined || zone === 'UTC' ? {} : { time_zone: zone }),
    duration: writeDuration(durationMs),
  }
  const { issues } = v.safeParse(windowSchema, window)
  return issues
    ? `as a window it would need ${issues.map(({ message }) => message).join(', ')}`
    : window
}

function isActive({ active }: Foreign): boolean {
  return active === undefined || active === null || isTruthy(active)
}

function withoutCron(maintenance: Foreign): string {
  const days = numberOf(setting(maintenance, 'intervalDay'))
  return maintenance.strategy === 'recurring-interval' && days !== undefined
    ? `it repeats every ${days} days, which no cron expression can express`
    : `when it repeats cannot be read (strategy ${textOf(maintenance.strategy) ?? 'none'})`
}

function cronOf(maintenance: Foreign): string | undefined {
  const { strategy } = maintenance
  if (strategy === 'cron') return textOf(maintenance.cron)?.replace(/\s+/g, ' ')
  const [start] = timesOf(maintenance)
  if (start === undefined) return undefined
  const time = `${start % 60} ${Math.floor(start / 60)}`
  const weekdays = numbersOf(maintenance.weekdays)
  const days = listOf(setting(maintenance, 'daysOfMonth')).flatMap((day) =>
    day === 'lastDay1' ? 'L' : (numberOf(day) ?? []),
  )
  switch (strategy) {
    case 'recurring-weekday':
      return weekdays.length > 0 ? `${time} * * ${weekdays.join(',')}` : undefined
    case 'recurring-day-of-month':
      return days.length > 0 ? `${time} ${[...new Set(days)].join(',')} * *` : undefined
    case 'recurring-interval':
      return (numberOf(setting(maintenance, 'intervalDay')) ?? 1) === 1
        ? `${time} * * *`
        : undefined
    default:
      return undefined
  }
}

function durationOf(maintenance: Foreign): number {
  if (maintenance.strategy === 'cron') {
    const minutes = numberOf(setting(maintenance, 'durationMinutes'))
    return minutes === undefined ? (numberOf(maintenance.duration) ?? 0) * SECOND : minutes * MINUTE
  }
  const [start = 0, end = 0] = timesOf(maintenance)
  return (end < start ? end + 24 * 60 - start : end - start) * MINUTE
}

/** Minutes of the day at which it begins and ends. */
function timesOf(maintenance: Foreign): readonly number[] {
  return listOf(setting(maintenance, 'timeRange')).flatMap((one) => {
    const [, hour, minute] = /^(\d{1,2}):(\d{2})/.exec(textOf(one) ?? '') ?? []
    const { hours, minutes } = mappingOf(one)
    const time = (numberOf(hours ?? hour) ?? Number.NaN) * 60 + (numberOf(minutes ?? minute) ?? 0)
    return Number.isNaN(time) ? [] : time
  })
}

function numbersOf(value: unknown): readonly number[] {
  return listOf(value).flatMap((one) => numberOf(one) ?? [])
}

function datesOf(maintenance: Foreign): string {
  const [from, until] = listOf(setting(maintenance, 'dateRange')).map(textOf)
  if (until === undefined) return ''
  return `${from === undefined ? '' : `from ${from} `}until ${until}`
}

function flow(window: Foreign): string {
  return `{ ${Object.entries(window)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join(', ')} }`
}
