import { type CheckResult, type ValidCheck, validateCheck } from 'check-tcp'
import { checkTcpConnectionSchema, problemsOfCheck, resultSchema } from 'check-tcp/parameters'
import * as v from 'valibot'
import { longestCheckMs } from '../config/longest-check.js'

/** What a hub asks an agent for, and waits for the answer: a check for somebody who wants to see it. It is no part of any history. */
export interface Ask {
  readonly kind: 'check'
  readonly parameters: ValidCheck
}

/** An ask on its way: an agent answers it by its id. */
export interface SentAsk {
  readonly id: string
  /** Absent where this version does not know what is asked. */
  readonly ask?: Ask
}

/** Parameters that one location may ask another for: none that names a file there, or has it send what somebody wrote. */
const ASKABLE = [
  'host',
  'port',
  'timeout',
  'attempts',
  'retry_delay',
  'family',
  'addresses',
  'expect',
  'expected_response_time',
  'tls',
] as const

const ASKABLE_NAMES: readonly string[] = ASKABLE

/** A check may take so long altogether, milliseconds: somebody waits for it. */
const MAX_CHECK_MS = 60_000

const words = v.pipe(v.string(), v.minLength(1), v.maxLength(1_024))

const askSchema = v.object({
  kind: v.literal('check'),
  parameters: v.record(v.string(), v.unknown()),
})

/** What a check answers, as it is written and read. */
export const askedResultSchema: v.GenericSchema<CheckResult> =
  resultSchema as v.GenericSchema<unknown> as v.GenericSchema<CheckResult>

/** The answer of an agent: the result of the check, or why it makes none. */
export const answerSchema = v.variant('kind', [
  v.object({ kind: v.literal('result'), result: askedResultSchema }),
  v.object({
    kind: v.literal('refused'),
    because: v.pipe(words, v.description('Why, for people')),
  }),
])

export type AskAnswer =
  | { readonly kind: 'result'; readonly result: CheckResult }
  | { readonly kind: 'refused'; readonly because: string }

/** What came of an ask. */
export type AskOutcome =
  | AskAnswer
  /** No agent took it, or the one that did has not answered in time. */
  | { readonly kind: 'silent'; readonly wasTaken: boolean }
  /** Too many wait for the location already. */
  | { readonly kind: 'busy' }

/** The parameters of a check that may be asked for, each by its schema. */
export const askedEntries = pickEntries(checkTcpConnectionSchema.entries, ASKABLE)

/** @returns the check, or in words why it is none that may be asked for */
export function readAskedCheck(input: Readonly<Record<string, unknown>>): ValidCheck | string {
  const { tls } = input
  const other = Object.keys(input).find((key) => !ASKABLE_NAMES.includes(key))
  if (other !== undefined) {
    return `\`${other}\` cannot be asked of a location (it can: ${ASKABLE.join(', ')})`
  }
  const files = typeof tls === 'object' && tls !== null ? Object.keys(tls) : []
  const file = files.find((key) => ['ca', 'certificate', 'key'].includes(key))
  if (file !== undefined)
    return `\`${file}\` of \`tls\` names a file, which a location may not have`
  const read = problemsOfCheck(input)
  if (Array.isArray(read)) return read.map(({ message }) => message).join('; ')
  if (longestCheckMs(read) <= MAX_CHECK_MS) return read
  return `the check may take ${MAX_CHECK_MS / 1_000} s altogether: ask for a shorter \`timeout\`, or fewer \`attempts\``
}

/** What goes over the wire for an ask. Parameters that say what they would be without it are left out. */
export function writeAsk(id: string, { kind, parameters }: Ask): { readonly id: string } {
  const { host, port } = parameters
  const standard: Readonly<Record<string, unknown>> = { ...validateCheck({ host, port }) }
  const own = Object.entries(parameters).filter(
    ([key, value]) => ['host', 'port'].includes(key) || value !== standard[key],
  )
  const sent = { id, kind, parameters: Object.fromEntries(own) }
  return sent
}

/** What came over the wire for one. */
export function readAsk(sent: { readonly id: string }): SentAsk {
  const read = v.safeParse(askSchema, sent)
  const parameters = read.success ? readAskedCheck(read.output.parameters) : ''
  const { id } = sent
  return typeof parameters === 'string' ? { id } : { id, ask: { kind: 'check', parameters } }
}

/** @returns undefined for what no agent sends */
export function readAnswer(json: unknown): AskAnswer | undefined {
  const read = v.safeParse(answerSchema, json, { abortEarly: true })
  return read.success ? read.output : undefined
}

function pickEntries<E extends object, K extends keyof E>(
  entries: E,
  keys: readonly K[],
): Readonly<Pick<E, K>> {
  return Object.fromEntries(keys.map((key) => [key, entries[key]])) as Pick<E, K>
}
