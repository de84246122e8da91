import { isDeepStrictEqual } from 'node:util'
import { type ValidCheck, validateCheck } from 'check-tcp'
import { Document } from 'yaml'
import type { MonitoredCheck } from '../core/config/check.js'
import type { CheckFleet } from '../core/config/fleet.js'
import { PARTIAL_AFTER } from './schema/fleet.js'
import { CONFIRM, CONFIRM_EVERY, EVERY, RECOVER, SLOW_CONFIRM } from './schema/settings.js'
import { writeDuration } from './write-duration.js'

/** Texts that may be passwords, or hold some. */
const SECRET_PARAMETERS: readonly string[] = ['send', 'receive']

/**
 * A check as a config has it, with all that applies to it and without what holds anyway. Texts from the environment are
 * written as references. What may be secret is left out, and a comment says so.
 */
export function writeCheck(check: MonitoredCheck): string {
  const { id, description, plugin, written } = check
  const parameters = parametersOf(check)
  const hidden = SECRET_PARAMETERS.filter((key) => Object.hasOwn(parameters, key))
  for (const key of hidden) delete parameters[key]
  const document = new Document(
    [
      {
        name: written?.name ?? literal(id),
        ...(description !== undefined && { description: literal(description) }),
        plugin,
        parameters,
        ...settingsOf(check),
      },
    ],
    { version: '1.2', schema: 'core' },
  )
  const comment = hidden.map((key) => `# \`${key}\` is left out: it may be secret\n`).join('')
  return `${comment}${document.toString({ lineWidth: 0 })}`
}

function parametersOf({ parameters, written }: MonitoredCheck): Record<string, unknown> {
  const { host, port } = parameters
  const standard: Partial<ValidCheck> = validateCheck({ host, port })
  const own = Object.entries(parameters).filter(([key, value]) => {
    const isStandard = isDeepStrictEqual(value, standard[key as keyof ValidCheck])
    return key === 'host' || key === 'port' || !isStandard
  })
  const references = written?.parameters ?? {}
  return Object.fromEntries(
    own.map(([key, value]) => [
      key,
      Object.hasOwn(references, key) ? references[key] : literal(value),
    ]),
  )
}

function settingsOf(check: MonitoredCheck): object {
  const { everyMs, tags, confirm, confirmEveryMs, recover, slowConfirm, written } = check
  const { severity, degradedSeverity, alert, alertRoutes, dependsOn, canary, maintenance } = check
  const texts = written?.tags ?? {}
  const tagsAsWritten = tags.map((tag) => (Object.hasOwn(texts, tag) ? texts[tag] : literal(tag)))
  const expect = expectationOf(check)
  return {
    ...(everyMs !== EVERY.standard && { every: writeDuration(everyMs) }),
    ...(tags.length > 0 && { tags: tagsAsWritten }),
    ...(Object.keys(expect).length > 0 && { expect }),
    ...(confirm !== CONFIRM && { confirm }),
    ...(confirmEveryMs !== Math.min(CONFIRM_EVERY, everyMs) && {
      confirm_every: writeDuration(confirmEveryMs),
    }),
    ...(recover !== RECOVER && { recover }),
    ...(slowConfirm !== SLOW_CONFIRM && { slow_confirm: slowConfirm }),
    ...(severity !== 'critical' && { severity }),
    ...(degradedSeverity !== 'warning' && { degraded_severity: degradedSeverity }),
    ...((!alert || alertRoutes) && { alert: alert ? literal(alertRoutes) : false }),
    ...(dependsOn.length > 0 && { depends_on: literal(dependsOn) }),
    ...(canary && { canary }),
    ...(maintenance.length > 0 && {
      maintenance: maintenance.map(({ cron, timeZone, durationMs }) => {
        return { cron, time_zone: timeZone, duration: writeDuration(durationMs) }
      }),
    }),
    ...fleetOf(check.fleet),
  }
}

function expectationOf({ expectedResponseMs, parameters, baseline }: MonitoredCheck): object {
  const { expected_response_time: own } = parameters
  const isOwn = expectedResponseMs === (own === undefined ? undefined : own * 1_000)
  return {
    ...(expectedResponseMs !== undefined &&
      !isOwn && { response_time: expectedResponseMs / 1_000 }),
    ...(!baseline && { baseline }),
  }
}

function fleetOf(fleet: CheckFleet | undefined): object {
  if (!fleet) return {}
  const { from, quorum, accepted, partialAfterMs } = fleet
  return {
    from,
    ...(quorum !== 'majority' && { quorum }),
    ...(accepted.length > 0 && {
      accept: accepted.map(({ location, until, because }) => {
        return { location, until: new Date(until).toISOString(), because: literal(because) }
      }),
    }),
    ...(partialAfterMs !== PARTIAL_AFTER && { partial_after: writeDuration(partialAfterMs) }),
  }
}

/** In a config `${` begins a reference to the environment; elsewhere it is text. */
function literal(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('${', () => '$${')
  if (Array.isArray(value)) return value.map(literal)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, literal(one)]))
}
