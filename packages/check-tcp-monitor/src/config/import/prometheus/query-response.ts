import { type Foreign, isTruthy, listOf, mappingOf, rawTextOf } from '../foreign-value.js'
import type { Remarks } from '../imported.js'
import { isOwnAnswer, protocolOfStartTls } from '../start-tls.js'

type Step =
  | { readonly kind: 'send'; readonly bytes: string | Uint8Array }
  | { readonly kind: 'expect'; readonly expression: string }
  | { readonly kind: 'bytes'; readonly text: string }
  | { readonly kind: 'starttls' }

/** `query_response` of a module as parameters. */
interface ReadQuery {
  /** `send` and `receive`. */
  readonly parameters: Foreign
  /** The module changes to TLS in the protocol that `starttls` names. */
  readonly starttls?: string
}

/** A check sends once and then looks for one answer; what comes after that is left out. */
export function readQueryResponse(value: unknown, remarks: Remarks): ReadQuery {
  const steps = listOf(value).flatMap((one) => stepsOf(mappingOf(one), remarks))
  const change = steps.findIndex(({ kind }) => kind === 'starttls')
  if (change < 0) return { parameters: conversationOf(steps, remarks) }
  const before = steps.slice(0, change)
  const starttls = protocolOfStartTls(
    before.flatMap((step) => (step.kind === 'send' ? step.bytes : [])),
    before.flatMap((step) => (step.kind === 'expect' ? step.expression : [])),
  )
  if (starttls === undefined) {
    remarks.leftOut('starttls: which protocol asks for TLS so cannot be told')
    return { parameters: conversationOf(before, remarks) }
  }
  // What the protocol itself asks for before TLS is what `starttls` asks for too.
  for (const step of before) {
    if (step.kind !== 'expect' || isOwnAnswer(step.expression, starttls)) continue
    remarks.leftOut(
      `query_response before starttls: ${wordsOf(step)}; here any ${starttls} answer that leads to TLS is good`,
    )
  }
  return { parameters: conversationOf(steps.slice(change + 1), remarks), starttls }
}

function conversationOf(steps: readonly Step[], remarks: Remarks): Foreign {
  const firstAnswer = steps.findIndex(({ kind }) => kind === 'expect' || kind === 'bytes')
  const used = firstAnswer < 0 ? steps.length : firstAnswer + 1
  const sent: string[] = []
  for (const step of steps.slice(0, used)) {
    if (step.kind !== 'send') continue
    if (typeof step.bytes !== 'string') {
      remarks.leftOut('query_response: bytes to send that are no text, and what comes after them')
      return {}
    }
    sent.push(`${step.bytes}\n`)
  }
  const judged = steps.findLastIndex(({ kind }) => kind !== 'send') + 1
  const rest = steps.slice(used, judged).map(wordsOf)
  if (rest.length > 0) {
    remarks.leftOut(`query_response after the first answer: ${rest.join(', ')}`)
  }
  // Nothing is expected of it, so it cannot fail the probe.
  const farewell = steps.slice(Math.max(used, judged)).map(wordsOf)
  if (farewell.length > 0) {
    remarks.note(
      `query_response after the last expect: ${farewell.join(', ')}: it is not sent here`,
    )
  }
  const answer = steps[firstAnswer]
  return {
    ...(sent.length > 0 ? { send: sent.join('') } : {}),
    ...(answer?.kind === 'expect' ? { receive: `/${answer.expression || '(?:)'}/l` } : {}),
    ...(answer?.kind === 'bytes' ? { receive: `/^${escapeExpression(answer.text)}/` } : {}),
  }
}

function wordsOf(step: Step): string {
  switch (step.kind) {
    case 'send':
      return typeof step.bytes === 'string' ? `send ${JSON.stringify(step.bytes)}` : 'send bytes'
    case 'expect':
      return `expect ${JSON.stringify(step.expression)}`
    case 'bytes':
      return `expect_bytes ${JSON.stringify(step.text)}`
    case 'starttls':
      return 'starttls'
  }
}

const KEYS: readonly string[] = ['expect', 'expect_bytes', 'send', 'starttls']

/** Within one entry the answer is waited for first. The exporter ends what it sends with a newline. */
function stepsOf(entry: Foreign, remarks: Remarks): readonly Step[] {
  for (const key of Object.keys(entry)) {
    if (!KEYS.includes(key)) remarks.leftOut(`query_response: ${key}`)
  }
  const expression = rawTextOf(entry.expect)
  const bytes = rawTextOf(entry.expect_bytes)
  if (entry.expect_bytes instanceof Uint8Array) {
    remarks.leftOut('query_response: expect_bytes that are no text')
  }
  const send = entry.send instanceof Uint8Array ? entry.send : rawTextOf(entry.send)
  return [
    ...(expression === undefined ? [] : [{ kind: 'expect', expression } as const]),
    ...(bytes ? [{ kind: 'bytes', text: bytes } as const] : []),
    ...(send === undefined || send.length === 0 ? [] : [{ kind: 'send', bytes: send } as const]),
    ...(isTruthy(entry.starttls) ? [{ kind: 'starttls' } as const] : []),
  ]
}

/** A text as an expression that matches it and nothing else. */
export function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
