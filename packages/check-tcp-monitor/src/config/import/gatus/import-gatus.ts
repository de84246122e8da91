import {
  type Foreign,
  goDurationMs,
  isMapping,
  listOf,
  mappingOf,
  textOf,
} from '../foreign-value.js'
import { parseHostAndPort } from '../host-and-port.js'
import {
  type Imported,
  type ImportedCheck,
  type ImportNote,
  type NoCheck,
  Remarks,
} from '../imported.js'
import { validEvery, validParameters } from '../keep-valid.js'
import { markReferences } from '../references.js'
import { Routes } from '../routes.js'
import { gatusCheck } from './gatus-endpoint.js'
import { filesWith, type GatusFile, mergeGatusFiles } from './gatus-merge.js'
import { gatusWindow } from './gatus-window.js'

/** Keys of a config that are carried over, or that only Gatus itself has a use for. */
const READ_KEYS: readonly string[] = ['alerting', 'maintenance', 'connectivity', 'debug']

/** Keys of which every entry is named. */
const LIST_KEYS: readonly string[] = ['external-endpoints', 'suites']

/** Keys that Gatus knows; of others it takes no notice. */
const OTHER_KEYS: readonly string[] = [
  ...['metrics', 'security', 'storage', 'web', 'ui', 'remote', 'tunneling', 'announcements'],
  ...['concurrency', 'disable-monitoring-lock', 'skip-invalid-config-update', 'kubernetes'],
]

const GATUS_KEYS: readonly string[] = [
  ...['endpoints', 'services', 'connectivity', 'maintenance', 'alerting'],
  ...LIST_KEYS,
  ...OTHER_KEYS,
]

/** Turns Gatus' config, in one file or several, into checks: its endpoints of TCP and TLS. */
export function importGatus(
  files: readonly { readonly path: string; readonly value: unknown }[],
): Imported {
  const marked = files.map(
    ({ path, value }): GatusFile => ({ path, value: mappingOf(mark(value)) }),
  )
  const { config, endpoints, notes } = mergeGatusFiles(marked)
  const placeOf = (...keys: readonly string[]) => filesWith(marked, ...keys)
  const routes = new Routes()
  const entries: (ImportedCheck | NoCheck)[] = connectivityOf(config, placeOf('connectivity'))
  for (const [index, { path, endpoint }] of endpoints.entries()) {
    const one = mappingOf(endpoint)
    const name = textOf(one.name) ?? `endpoint ${index + 1}`
    entries.push(gatusCheck(one, name, { config, path, placeOf, routes }))
  }
  for (const key of LIST_KEYS) {
    for (const { path, value } of marked) {
      for (const one of listOf(value[key])) {
        const where = `${path}: ${key} "${textOf(mappingOf(one).name) ?? ''}"`
        entries.push({ where, remark: { kind: 'left out', message: 'there is nothing like it' } })
      }
    }
  }
  const said: ImportNote[] = [...notes, ...routes.notes, ...otherNotes(config, placeOf)]
  const window = gatusWindow(config.maintenance)
  if (typeof window === 'string') {
    said.push({
      where: `${placeOf('maintenance')}: maintenance`,
      kind: 'left out',
      message: window,
    })
  }
  const { alerting } = routes
  return {
    entries,
    groups: {},
    main: {
      ...(typeof window === 'object' ? { maintenance: [window] } : {}),
      ...(alerting === undefined ? {} : { alerting }),
    },
    notes: [...said, ...unusedProviders(config, routes, placeOf)],
  }
}

/** Gatus makes no checks while its target does not answer, so it is a canary. */
function connectivityOf(config: Foreign, path: string): (ImportedCheck | NoCheck)[] {
  const checker = mappingOf(mappingOf(config.connectivity).checker)
  if (Object.keys(checker).length === 0) return []
  const where = `${path}: connectivity`
  const remarks = new Remarks()
  const target = parseHostAndPort(textOf(checker.target) ?? '')
  const parameters = target && validParameters({ ...target, timeout: 5 }, remarks)
  if (!parameters) {
    const message = 'its target is not a HOST:PORT'
    return [{ where, remark: { kind: 'left out', message } }]
  }
  const every = validEvery(goDurationMs(checker.interval) || 60_000, remarks)
  const settings = { every, canary: true, alert: false }
  return [{ title: 'connectivity', where, parameters, settings, remarks: remarks.list }]
}

type PlaceOf = (...keys: readonly string[]) => string

function otherNotes(config: Foreign, placeOf: PlaceOf): readonly ImportNote[] {
  return Object.keys(config)
    .filter((key) => !READ_KEYS.includes(key) && OTHER_KEYS.includes(key))
    .map((key) => ({ where: placeOf(key), kind: 'left out', message: key }))
}

function unusedProviders(config: Foreign, routes: Routes, placeOf: PlaceOf): readonly ImportNote[] {
  return Object.keys(mappingOf(config.alerting))
    .filter((type) => !routes.hasReceiver(type))
    .map((type) => ({
      where: `${placeOf('alerting', type)}: alerting.${type}`,
      kind: 'left out',
      message: 'no imported endpoint sends alerts over it',
    }))
}

/** Is it a file of Gatus' config, or a part of one? */
export function isGatusFile(value: unknown): boolean {
  const { endpoints, services } = mappingOf(value)
  if (Array.isArray(endpoints) || Array.isArray(services)) return true
  return LIST_KEYS.some((key) => Array.isArray(mappingOf(value)[key]))
}

/** Could it be a part of Gatus' config that has no endpoints? */
export function isGatusPart(value: unknown): boolean {
  return isMapping(value) && Object.keys(value).some((key) => GATUS_KEYS.includes(key))
}

function mark(value: unknown): unknown {
  if (typeof value === 'string') return markReferences(value)
  if (Array.isArray(value)) return value.map(mark)
  if (!isMapping(value)) return value
  const marked: Record<string, unknown> = Object.create(null)
  for (const [key, one] of Object.entries(value)) marked[key] = mark(one)
  return marked
}
