import { isDeepStrictEqual } from 'node:util'
import { problemsOfCheck, type ValidCheck, validateCheck } from 'check-tcp/parameters'
import * as v from 'valibot'
import type { MonitoredCheck } from '../config/check.js'
import { SEVERITIES } from '../verdict.js'

/** Most checks of one location. */
const MAX_CHECKS = 20_000

const words = v.pipe(v.string(), v.maxLength(4_096))
const names = v.pipe(v.array(words), v.maxLength(MAX_CHECKS))
const ms = v.pipe(v.number(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
const times = v.pipe(v.number(), v.integer(), v.minValue(1))

const checkId = v.pipe(words, v.minLength(1))

const windowSchema = v.object({ cron: words, timeZone: words, durationMs: ms })

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
const agentCheckSchema = v.object({
  id: checkId,
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
  /** Whether anybody may be notified of it while no hub answers. */
  alert: v.optional(v.boolean(), true),
})

/** The config of one location as OpenAPI has it. */
export const describedConfig = v.object({
  version: v.pipe(v.string(), v.description('Changes whenever anything else of it does')),
  checks: v.array(
    v.object({
      ...agentCheckSchema.entries,
      parameters: v.pipe(
        v.looseObject({ host: v.string(), port: v.number() }),
        v.description(
          'Parameters of check_tcp_connection; those that are left out have their defaults',
        ),
      ),
    }),
  ),
})

const hubPlace = v.object({
  host: v.pipe(words, v.minLength(1)),
  port: v.pipe(times, v.maxValue(65_535)),
})

/** Where a hub listens. */
export interface HubPlace extends v.InferOutput<typeof hubPlace> {}

/** What a hub has one location do. A newer one may say more, which is left out. */
const agentConfigSchema = v.object({
  /** Changes whenever anything else of it does. */
  version: words,
  checks: v.pipe(v.array(v.looseObject({ id: checkId })), v.maxLength(MAX_CHECKS)),
  unknown: v.exactOptional(names),
  hubs: v.exactOptional(v.pipe(v.array(hubPlace), v.minLength(1), v.maxLength(20))),
})

type AgentCheck = Omit<
  MonitoredCheck,
  'alertRoutes' | 'evidence' | 'fleet' | 'file' | 'line' | 'written'
>

export interface AgentConfig {
  readonly version: string
  readonly checks: readonly AgentCheck[]
  /** Checks that ask for what this version of check-tcp does not know: they are not made here. Absent where there are none. */
  readonly unknown?: readonly string[]
  /** Where the hubs are that know this agent. Absent: where it joined. */
  readonly hubs?: readonly HubPlace[]
}

/** A check as it goes to agents: without the parameters that say what they would be without it. */
type SentCheck = Omit<AgentCheck, 'parameters'> & {
  readonly parameters: object
}

/** A config as it goes to agents. */
export interface SentConfig {
  readonly version: string
  readonly checks: readonly SentCheck[]
  readonly hubs?: readonly HubPlace[]
}

/** The part of a check that goes to agents. */
export function agentCheck(check: MonitoredCheck): SentCheck {
  const { alertRoutes, evidence, fleet, file, line, written, parameters, ...rest } = check
  return { ...rest, parameters: withoutDefaults(parameters) }
}

/** @returns undefined for what no hub sends */
export function readAgentConfig(json: unknown): AgentConfig | undefined {
  const read = v.safeParse(agentConfigSchema, json, { abortEarly: true })
  if (!read.success) return undefined
  const { version, checks: sent, unknown: before = [], hubs } = read.output
  const checks: AgentCheck[] = []
  const unknown = [...before]
  for (const each of sent) {
    const check = v.safeParse(agentCheckSchema, each, { abortEarly: true })
    if (check.success) checks.push(check.output)
    else unknown.push(each.id)
  }
  return { version, checks, ...(unknown.length > 0 && { unknown }), ...(hubs && { hubs }) }
}

/** An older agent does not know every parameter; it need not know those that ask for nothing. */
function withoutDefaults(parameters: ValidCheck): object {
  const { host, port } = parameters
  const plain = new Map<string, unknown>(Object.entries(validateCheck({ host, port })))
  const said = Object.entries(parameters).filter(([key, value]) => {
    return key === 'host' || key === 'port' || !isDeepStrictEqual(value, plain.get(key))
  })
  const short = Object.fromEntries(said)
  // What is left out may follow from the rest, such as from the service.
  const isSame = isDeepStrictEqual({ ...validateCheck(short) }, { ...parameters })
  return isSame ? short : parameters
}
