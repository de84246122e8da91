import { problemsOfCheck, type ValidCheck } from 'check-tcp/parameters'
import * as v from 'valibot'
import type { MonitoredCheck } from '../config/check.js'
import { SEVERITIES } from '../verdict.js'

/** Most checks of one location. */
const MAX_CHECKS = 20_000

const words = v.pipe(v.string(), v.maxLength(4_096))
const names = v.pipe(v.array(words), v.maxLength(MAX_CHECKS))
const ms = v.pipe(v.number(), v.finite(), v.minValue(0))
const times = v.pipe(v.number(), v.integer(), v.minValue(1))

const windowSchema = v.strictObject({ cron: words, timeZone: words, durationMs: ms })

const validCheck = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }): ValidCheck => {
    const read = problemsOfCheck(dataset.value)
    if (!Array.isArray(read)) return read
    addIssue({ message: 'parameters that are valid' })
    return NEVER
  }),
)

/** What an agent needs to know of a check: all that decides what it believes, nothing of who is notified. */
const agentCheckSchema = v.strictObject({
  id: v.pipe(words, v.minLength(1)),
  description: v.exactOptional(words),
  plugin: v.literal('check_tcp_connection'),
  parameters: validCheck,
  everyMs: v.pipe(ms, v.minValue(1)),
  tags: names,
  confirm: times,
  confirmEveryMs: ms,
  recover: times,
  slowConfirm: times,
  expectedResponseMs: v.exactOptional(ms),
  baseline: v.boolean(),
  severity: v.picklist(SEVERITIES),
  degradedSeverity: v.picklist(SEVERITIES),
  dependsOn: names,
  maintenance: v.pipe(v.array(windowSchema), v.maxLength(1_000)),
  canary: v.boolean(),
})

/** What a hub has one location do. */
const agentConfigSchema = v.strictObject({
  /** Changes whenever anything else of it does. */
  version: words,
  checks: v.pipe(v.array(agentCheckSchema), v.maxLength(MAX_CHECKS)),
})

type AgentCheck = Omit<
  MonitoredCheck,
  'alert' | 'alertRoutes' | 'fleet' | 'file' | 'line' | 'written'
>

export interface AgentConfig {
  readonly version: string
  readonly checks: readonly AgentCheck[]
}

/** The part of a check that goes to agents. */
export function agentCheck(check: MonitoredCheck): AgentCheck {
  const { alert, alertRoutes, fleet, file, line, written, ...rest } = check
  return rest
}

/** @returns undefined for what no hub sends */
export function readAgentConfig(json: unknown): AgentConfig | undefined {
  const read = v.safeParse(agentConfigSchema, json, { abortEarly: true })
  return read.success ? read.output : undefined
}
