import type { MonitoredCheck } from '../../core/config/check.js'
import {
  CONFIRM,
  CONFIRM_EVERY,
  EVERY,
  RECOVER,
  type Settings,
  SLOW_CONFIRM,
} from '../schema/settings.js'
import { writeDuration } from '../write-duration.js'
import type { Level } from './read-level.js'

type Merged = Omit<MonitoredCheck, 'id' | 'description' | 'plugin' | 'parameters' | 'file' | 'line'>

/**
 * The settings of a check from its levels: the innermost that says something wins; tags are joined; what is left out
 * has its default.
 */
export function mergeSettings(
  id: string,
  levels: readonly Level[],
  parameters: MonitoredCheck['parameters'],
): Merged {
  const all: Settings = Object.assign({}, ...levels.map(({ settings }) => settings))
  const expect: Settings['expect'] = Object.assign({}, ...levels.map((one) => one.settings.expect))
  const everyMs = all.every ?? EVERY.standard
  const expectedResponseMs = expect?.response_time ?? secondsToMs(parameters.expected_response_time)
  return {
    everyMs,
    tags: [...new Set(levels.flatMap(({ settings }) => settings.tags ?? []))],
    confirm: all.confirm ?? CONFIRM,
    confirmEveryMs: all.confirm_every ?? Math.min(CONFIRM_EVERY, everyMs),
    recover: all.recover ?? RECOVER,
    slowConfirm: all.slow_confirm ?? SLOW_CONFIRM,
    ...(expectedResponseMs === undefined ? {} : { expectedResponseMs }),
    baseline: expect?.baseline ?? true,
    severity: all.severity ?? 'critical',
    degradedSeverity: all.degraded_severity ?? 'warning',
    alert: all.alert !== false,
    ...(Array.isArray(all.alert) ? { alertRoutes: all.alert } : {}),
    dependsOn: dependenciesOf(id, levels),
    maintenance: all.maintenance ?? [],
    canary: all.canary ?? false,
    ...(all.evidence === false ? { evidence: false } : {}),
  }
}

/** A check that everything depends on by `defaults` does not depend on itself; one that says so is reported. */
function dependenciesOf(id: string, levels: readonly Level[]): readonly string[] {
  const level = levelOf(levels, 'depends_on')
  const names = new Set(level?.settings.depends_on)
  if (level !== levels.at(-1)) names.delete(id)
  return [...names]
}

function secondsToMs(value: unknown): number | undefined {
  return typeof value === 'number' ? value * 1_000 : undefined
}

/** Reports a `confirm_every` that is longer than `every`. @param at of the check */
export function refuseSlowConfirmation(levels: readonly Level[], at: number): void {
  const all: Settings = Object.assign({}, ...levels.map(({ settings }) => settings))
  const { confirm_every, every: everyMs = EVERY.standard } = all
  if (confirm_every === undefined || confirm_every <= everyMs) return
  const own = levels.at(-1)
  const entry = own?.entries.get('confirm_every') ?? own?.entries.get('every')
  const message = `\`confirm_every\` (${writeDuration(confirm_every)}) must be at most \`every\` (${writeDuration(everyMs)})`
  own?.source.problems.push({ at: entry?.value.at ?? at, message })
}

/** The innermost level that says `key`. */
export function levelOf(levels: readonly Level[], key: string): Level | undefined {
  return levels.findLast(({ entries }) => entries.has(key))
}
