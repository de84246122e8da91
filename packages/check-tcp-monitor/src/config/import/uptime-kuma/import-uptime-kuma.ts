import { type Foreign, isMapping, listOf, mappingOf, textOf } from '../foreign-value.js'
import {
  type Imported,
  type ImportedCheck,
  type ImportNote,
  isCheck,
  type NoCheck,
} from '../imported.js'
import { Routes } from '../routes.js'
import { uniqueNames } from '../unique-names.js'
import { type KumaContext, kumaCheck } from './kuma-check.js'
import { readKumaMaintenance } from './kuma-maintenance.js'
import { ancestorsOf, idsOf, isPaused, kumaMonitors, setting } from './kuma-tree.js'

/** Keys of a backup that are carried over, or say nothing that could be. */
const READ_KEYS: readonly string[] = [
  ...['version', 'monitorList', 'monitors', 'monitor', 'notificationList', 'maintenanceList', 'ok'],
]

/** Turns a JSON file of Uptime Kuma into checks: its monitors of type port. */
export function importUptimeKuma(value: unknown, path: string): Imported {
  const monitors = kumaMonitors(value) ?? []
  const backup = mappingOf(value)
  const asBackup = 'monitorList' in backup || 'monitors' in backup
  const notifications = entriesOf(backup.notificationList)
  const maintenance = readKumaMaintenance(backup.maintenanceList, monitors, path)
  const routes = new Routes()
  const context: KumaContext = { path, monitors, notifications, maintenance, routes }
  const nameOf = uniqueNames()
  const names = new Map<Foreign, string>()
  const entries = monitors.flatMap((monitor, index) => {
    const made = entryOf(monitor, index, context)
    for (const check of made.filter(isCheck)) names.set(monitor, nameOf(check.title))
    return made
  })
  const { alerting } = routes
  const others = Object.keys(backup).filter((key) => asBackup && !READ_KEYS.includes(key))
  const notes: ImportNote[] = [
    ...maintenance.notesFor(names),
    ...routes.notes,
    ...unused(notifications, entries, routes, path),
    ...others.map((key): ImportNote => ({ where: path, kind: 'left out', message: key })),
  ]
  return {
    entries,
    groups: {},
    main: alerting === undefined ? {} : { alerting },
    notes,
  }
}

function entryOf(
  monitor: Foreign,
  index: number,
  context: KumaContext,
): readonly (ImportedCheck | NoCheck)[] {
  const name = textOf(monitor.name) ?? `monitor ${index + 1}`
  const type = textOf(monitor.type) ?? 'none'
  const where = `${context.path}: monitor "${name}"`
  const leftOut = (message: string): readonly NoCheck[] => [
    { where, remark: { kind: 'left out', message } },
  ]
  if (type === 'group') {
    const tells = idsOf(setting(monitor, 'notificationIDList')).length > 0
    return tells
      ? leftOut(
          'a group is down there when one of its monitors is, and alerts on that too; here its monitors do',
        )
      : []
  }
  if (type !== 'port') return leftOut(`it is of the type ${type}, no TCP port`)
  if (isPaused(monitor)) return leftOut('it is paused')
  const paused = ancestorsOf(monitor, context.monitors).find(isPaused)
  if (paused) return leftOut(`its group "${textOf(paused.name) ?? ''}" is paused`)
  if (setting(monitor, 'forceInactive') === true) return leftOut('its group is paused')
  const alert = textOf(setting(monitor, 'expectedTlsAlert'))
  if (alert !== undefined && alert !== 'none') {
    return leftOut(`it expects the TLS alert ${alert}, which no check does`)
  }
  return [kumaCheck(monitor, name, where, context)]
}

function entriesOf(value: unknown): readonly Foreign[] {
  return (isMapping(value) ? Object.values(value) : listOf(value)).map(mappingOf)
}

function unused(
  notifications: readonly Foreign[],
  entries: readonly (ImportedCheck | NoCheck)[],
  routes: Routes,
  path: string,
): readonly ImportNote[] {
  if (!entries.some(isCheck)) return []
  return notifications
    .filter(({ id }) => !routes.hasReceiver(textOf(id) ?? ''))
    .map(({ id, name }) => ({
      where: `${path}: notification "${textOf(name) ?? textOf(id) ?? ''}"`,
      kind: 'left out',
      message: 'no imported monitor sends alerts over it',
    }))
}
