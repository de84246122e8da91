import { isIP } from 'node:net'
import { SECOND } from '../../schema/duration.js'
import { EVERY } from '../../schema/settings.js'
import { writeDuration } from '../../write-duration.js'
import { type Foreign, isTruthy, listOf, mappingOf, numberOf, textOf } from '../foreign-value.js'
import { type ImportedCheck, type NoCheck, Remarks } from '../imported.js'
import { validCount, validEvery, validParameters, validRepeat, validTags } from '../keep-valid.js'
import type { Routes } from '../routes.js'
import type { KumaMaintenance } from './kuma-maintenance.js'
import { kumaReceiver } from './kuma-receivers.js'
import { ancestorsOf, idsOf, setting } from './kuma-tree.js'

/** What Uptime Kuma does where a monitor says nothing. */
const INTERVAL_S = 60

/** Seconds. Monitors of ports never read `timeout`: tcp-ping, which makes their connections, gives them so long. */
const TIMEOUT_S = 5

/** Uptime Kuma tells 21, 14 and 7 days before a certificate expires. */
const EXPIRES_IN = '21d'

/** What a file has beside the monitor. */
export interface KumaContext {
  readonly path: string
  readonly monitors: readonly Foreign[]
  readonly notifications: readonly Foreign[]
  readonly maintenance: KumaMaintenance
  readonly routes: Routes
}

/** The check of a monitor of a port. */
export function kumaCheck(
  monitor: Foreign,
  name: string,
  where: string,
  context: KumaContext,
): ImportedCheck | NoCheck {
  const remarks = new Remarks()
  const refused = new Remarks()
  const parameters = validParameters(parametersOf(monitor, remarks), refused)
  if (!parameters) {
    const message = 'it has no host and port that can be checked'
    return { where, remark: { kind: 'left out', message } }
  }
  for (const { message } of refused.list) remarks.leftOut(message)
  const ancestors = ancestorsOf(monitor, context.monitors).map((group) => textOf(group.name) ?? '')
  const tags = validTags([...ancestors, ...listOf(monitor.tags).map(tagOf)], remarks)
  const interval = numberOf(monitor.interval) ?? INTERVAL_S
  const intervalMs = (interval > 0 ? interval : 1) * SECOND
  const windows = context.maintenance.windowsOf(monitor)
  return {
    title: [...ancestors, name].join(' '),
    where,
    description: textOf(monitor.description) ?? name,
    parameters,
    settings: {
      every: validEvery(intervalMs, remarks),
      ...(tags.length > 0 ? { tags } : {}),
      ...confirmationOf(monitor, intervalMs, remarks),
      // One good beat is enough there.
      recover: 1,
      ...alertOf(monitor, intervalMs, context, remarks),
      ...(windows.length > 0 ? { maintenance: windows } : {}),
    },
    remarks: remarks.list,
  }
}

function parametersOf(monitor: Foreign, remarks: Remarks): Foreign {
  const host = textOf(monitor.hostname)?.replace(/^\[(.*)\]$/, '$1')
  const target = { host, port: numberOf(monitor.port), timeout: TIMEOUT_S }
  if (!isTruthy(setting(monitor, 'upsideDown'))) return { ...target, ...tlsOf(monitor, remarks) }
  if (host !== undefined && isIP(host) === 0) {
    remarks.note('a name that does not resolve counts as closed there, as unknown here')
  }
  return { ...target, expect: 'closed' }
}

/** Certificates of ports are looked at where a monitor is to tell of their expiry. */
function tlsOf(monitor: Foreign, remarks: Remarks): Foreign {
  const security = textOf(setting(monitor, 'smtpSecurity'))
  if (security !== 'secure' && security !== 'starttls') return {}
  if (!isTruthy(setting(monitor, 'expiryNotification'))) return {}
  const tls = { verify: true, expires_in: EXPIRES_IN }
  if (security === 'secure') return { tls }
  const protocol = STARTTLS_PORTS[numberOf(monitor.port) ?? 0]
  if (protocol !== undefined) return { tls: { ...tls, starttls: protocol } }
  remarks.leftOut('STARTTLS: its port does not say of which protocol (`tls: { starttls: … }`)')
  return {}
}

/** Uptime Kuma finds these out as it speaks. */
const STARTTLS_PORTS: Readonly<Record<number, string>> = {
  ...{
    25: 'smtp',
    465: 'smtp',
    587: 'smtp',
    2525: 'smtp',
    143: 'imap',
    5222: 'xmpp',
    5269: 'xmpp',
  },
}

function confirmationOf(monitor: Foreign, intervalMs: number, remarks: Remarks): Foreign {
  const retries = Math.max(0, numberOf(setting(monitor, 'maxretries')) ?? 0)
  const confirm = validCount(retries + 1, remarks)
  if (confirm === 1) return { confirm }
  const retryS = numberOf(setting(monitor, 'retryInterval')) ?? 0
  const retryMs = retryS > 0 ? retryS * SECOND : intervalMs
  const most = Math.min(Math.max(intervalMs, EVERY.min), EVERY.max)
  if (retryMs > most) {
    const words = `${writeDuration(retryMs)} there, ${writeDuration(most)} here`
    remarks.note(`its retry interval is longer than its interval: ${words}`)
  }
  return { confirm, confirm_every: writeDuration(Math.min(Math.max(retryMs, 100), most)) }
}

/** A list of notifications that is not there says nothing; an empty one, that nobody is notified. */
function alertOf(
  monitor: Foreign,
  intervalMs: number,
  { routes, monitors, notifications, path }: KumaContext,
  remarks: Remarks,
): Foreign {
  const list = setting(monitor, 'notificationIDList')
  if (list === undefined || list === null) {
    // Where other monitors have a list, one without it tells nobody there.
    if (monitors.some((one) => (setting(one, 'notificationIDList') ?? undefined) !== undefined)) {
      remarks.note('it has no notifications, so no alerts are sent, as there')
      return { alert: false }
    }
    remarks.note('the file does not say whom it alerts, so any routes that you add apply')
    return {}
  }
  const ids = idsOf(list)
  if (ids.length === 0) return { alert: false }
  const beats = numberOf(setting(monitor, 'resendInterval')) ?? 0
  const repeatMs = beats > 0 ? validRepeat(beats * intervalMs, remarks) : undefined
  return { alert: ids.map((id) => routes.routeTo(kumaReceiver(id, notifications, path), repeatMs)) }
}

function tagOf(value: unknown): string {
  const tag = mappingOf(value)
  const name = textOf(tag.name) ?? ''
  const of = textOf(tag.value)
  return of === undefined ? name : `${name}=${of}`
}
