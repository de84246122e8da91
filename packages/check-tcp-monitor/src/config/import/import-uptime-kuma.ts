import { formatDuration } from '../format-duration.js'
import { SECOND } from '../schema/duration.js'
import { EVERY } from '../schema/settings.js'
import {
  type Foreign,
  isMapping,
  isTruthy,
  listOf,
  mappingOf,
  numberOf,
  textOf,
} from './foreign-value.js'
import type { Imported, ImportedCheck, ImportNote } from './imported.js'
import { validCount, validEvery, validParameters, validTags } from './keep-valid.js'

/** What Uptime Kuma does where a monitor says nothing. */
const INTERVAL_S = 60

/** Turns an export of Uptime Kuma into checks: its monitors of type port. */
export function importUptimeKuma(backup: Foreign, path: string): Imported {
  const list = isMapping(backup.monitorList)
    ? Object.values(backup.monitorList)
    : listOf(backup.monitorList)
  const monitors = list.map(mappingOf)
  const groups = new Map(
    monitors.filter(({ type }) => type === 'group').map((group) => [group.id, textOf(group.name)]),
  )
  const checks: ImportedCheck[] = []
  const notes: ImportNote[] = []
  for (const [index, monitor] of monitors.entries()) {
    if (monitor.type === 'group') continue
    const name = textOf(monitor.name) ?? `monitor ${index + 1}`
    const where = `${path}: monitor "${name}"`
    const type = textOf(monitor.type) ?? 'none'
    if (type !== 'port') notes.push({ where, message: `it is of the type ${type}, no TCP port` })
    else if (monitor.active !== undefined && !isTruthy(monitor.active)) {
      notes.push({ where, message: 'it is paused' })
    } else {
      const check = checkOf(monitor, name, where, groups.get(monitor.parent))
      if (check) checks.push(check)
      else notes.push({ where, message: 'it has no host and port that can be checked' })
    }
  }
  if (listOf(backup.notificationList).length > 0) {
    notes.push({ where: `${path}: notificationList`, message: 'set channels up under `alerting`' })
  }
  return { checks, groups: {}, main: {}, notes }
}

function checkOf(
  monitor: Foreign,
  name: string,
  where: string,
  group: string | undefined,
): ImportedCheck | undefined {
  const notes: string[] = []
  const timeout = numberOf(monitor.timeout)
  const parameters = validParameters(
    {
      host: textOf(monitor.hostname),
      port: numberOf(monitor.port),
      ...(timeout && timeout > 0 ? { timeout } : {}),
      ...(isTruthy(monitor.upsideDown) ? { expect: 'closed' } : {}),
    },
    notes,
  )
  if (!parameters) return undefined
  const tags = validTags([...(group ? [group] : []), ...listOf(monitor.tags).map(tagOf)], notes)
  const intervalMs = (numberOf(monitor.interval) ?? INTERVAL_S) * SECOND
  if ((numberOf(monitor.resendInterval) ?? 0) > 0) {
    notes.push('resending; a route does that with `repeat`')
  }
  return {
    title: group ? `${group} ${name}` : name,
    where,
    description: textOf(monitor.description) ?? name,
    parameters,
    settings: {
      every: validEvery(intervalMs, notes),
      ...(tags.length > 0 ? { tags } : {}),
      ...confirmationOf(monitor, intervalMs, notes),
      ...(tellsNobody(monitor.notificationIDList) ? { alert: false } : {}),
    },
    notes,
  }
}

function confirmationOf(monitor: Foreign, intervalMs: number, notes: string[]): Foreign {
  const confirm = validCount((numberOf(monitor.maxretries) ?? 0) + 1)
  const retryMs = (numberOf(monitor.retryInterval) ?? 0) * SECOND
  if (confirm === 1 || retryMs <= 0) return { confirm }
  const most = Math.min(Math.max(intervalMs, EVERY.min), EVERY.max)
  if (retryMs > most) notes.push('a retry interval that is longer than the interval')
  return { confirm, confirm_every: formatDuration(Math.min(Math.max(retryMs, 100), most)) }
}

function tagOf(value: unknown): string {
  const tag = mappingOf(value)
  const name = textOf(tag.name) ?? ''
  const of = textOf(tag.value)
  return of === undefined ? name : `${name}=${of}`
}

/** An empty list of notifications; one that is not there says nothing. */
function tellsNobody(list: unknown): boolean {
  return Array.isArray(list) ? list.length === 0 : isMapping(list) && Object.keys(list).length === 0
}
