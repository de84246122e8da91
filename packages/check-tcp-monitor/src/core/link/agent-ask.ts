import { type CheckResult, type ValidCheck, validateCheck } from 'check-tcp'
import { checkTcpConnectionSchema, problemsOfCheck, resultSchema } from 'check-tcp/parameters'
import * as v from 'valibot'
import { longestCheckMs } from '../config/longest-check.js'
import { EVIDENCE, type Evidence } from '../wire/evidence.js'
import { received } from '../wire/record.js'
import { exactSecondsOf } from '../wire/wire-times.js'

/** What a hub asks an agent for, and waits for the answer. It is no part of the agent's own history. */
export type Ask =
  /** A check for somebody who wants to see it. */
  | { readonly kind: 'check'; readonly parameters: ValidCheck }
  /** A look at the target of one of the location's own checks. */
  | { readonly kind: 'explain'; readonly checkId: string }
  /** A look at a target, for somebody who wants to know why it is as it is. */
  | { readonly kind: 'explain_target'; readonly parameters: ValidCheck }

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

const askSchema = v.variant('kind', [
  v.object({ kind: v.literal('check'), parameters: v.record(v.string(), v.unknown()) }),
  v.object({
    kind: v.literal('explain_target'),
    parameters: v.record(v.string(), v.unknown()),
  }),
  v.object({ kind: v.literal('explain'), check: v.pipe(v.string(), v.minLength(1)) }),
])

const evidence = received(EVIDENCE)

/** What a check answers, as it is written and read. */
export const askedResultSchema: v.GenericSchema<CheckResult> =
  resultSchema as v.GenericSchema<unknown> as v.GenericSchema<CheckResult>

const ofResult = v.object({ kind: v.literal('result'), result: askedResultSchema })

const ofRefusal = v.object({
  kind: v.literal('refused'),
  because: v.pipe(words, v.description('Why, for people')),
})

/** The answer of an agent as OpenAPI has it: the result of the check, what a look found, or why there is none. */
export const describedAnswer = v.variant('kind', [
  ofResult,
  v.object({ kind: v.literal('evidence'), evidence: evidence.described }),
  ofRefusal,
])

const answerSchema = v.variant('kind', [
  ofResult,
  v.object({ kind: v.literal('evidence'), evidence: evidence.read }),
  ofRefusal,
])

export type AskAnswer =
  | { readonly kind: 'result'; readonly result: CheckResult }
  | { readonly kind: 'evidence'; readonly evidence: Evidence }
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
export function writeAsk(id: string, ask: Ask): { readonly id: string } {
  if (ask.kind === 'explain') {
    const sent = { id, kind: ask.kind, check: ask.checkId }
    return sent
  }
  const { kind, parameters } = ask
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
  const { id } = sent
  const { success, output } = v.safeParse(askSchema, sent)
  if (!success) return { id }
  if (output.kind === 'explain') return { id, ask: { kind: 'explain', checkId: output.check } }
  const parameters = readAskedCheck(output.parameters)
  return typeof parameters === 'string' ? { id } : { id, ask: { kind: output.kind, parameters } }
}

/** What goes over the wire for an answer. */
export function writeAnswer(answer: AskAnswer): object {
  if (answer.kind !== 'evidence') return answer
  return { kind: answer.kind, evidence: evidence.write?.(answer.evidence, exactSecondsOf) }
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
