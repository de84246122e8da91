import { writeDuration } from '../../write-duration.js'
import { type Foreign, goDurationMs, numberOf } from '../foreign-value.js'
import type { Remarks } from '../imported.js'
import { escapeExpression } from '../prometheus/query-response.js'
import { showReferences } from '../references.js'

/** What of an endpoint the conditions can look at. */
interface Looked {
  readonly tls: boolean
  /** Something is sent, so an answer is read. */
  readonly answers: boolean
}

/** What a check can express of an endpoint's conditions. */
export interface Expected {
  readonly closed: boolean
  /** `receive`, `resolves_to`. */
  readonly parameters: Foreign
  readonly responseTimeMs?: number
  readonly expiresInMs?: number
  /** No condition looks whether there is a connection. */
  readonly unconnected: boolean
}

interface Condition {
  readonly text: string
  readonly subject: string
  readonly operator: string
  readonly value: string
}

const TURNED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' }

/** Reads conditions such as `[RESPONSE_TIME] < 300`; those that cannot be carried over are told. */
export function conditionsOf(list: readonly unknown[], looked: Looked, remarks: Remarks): Expected {
  let closed: boolean | undefined
  let parameters: Foreign = {}
  let responseTimeMs: number | undefined
  let expiresInMs: number | undefined
  for (const one of list) {
    const condition = parseCondition(one)
    const text = condition?.text ?? 'that is no text'
    const { subject, operator, value } = condition ?? { subject: '', operator: '', value: '' }
    const equal = operator === '=='
    const upTo = operator === '<' || operator === '<='
    const from = operator === '>' || operator === '>='
    const number = goDurationMs(value) ?? numberOf(value)
    const connected = connectedOf(operator, value)
    const addresses = equal ? addressesOf(value) : undefined
    const answer = equal ? answerOf(value) : undefined
    if (subject === '[CONNECTED]' && connected !== undefined) {
      if (connected !== 'either') closed = connected === 'no'
    } else if (subject === '[RESPONSE_TIME]' && upTo && number !== undefined && number > 0) {
      responseTimeMs = Math.min(responseTimeMs ?? number, number)
    } else if (subject === '[CERTIFICATE_EXPIRATION]' && from && number && looked.tls) {
      expiresInMs = Math.max(expiresInMs ?? 0, number)
    } else if (subject === '[IP]' && addresses && !parameters.resolves_to) {
      parameters = { ...parameters, resolves_to: addresses }
    } else if (subject === '[BODY]' && answer && looked.answers && !parameters.receive) {
      parameters = { ...parameters, receive: answer }
    } else remarks.leftOut(`condition ${showReferences(text)}${whyNot(subject, looked)}`)
  }
  if (responseTimeMs !== undefined) {
    remarks.note(
      `[RESPONSE_TIME]: slower than ${writeDuration(responseTimeMs)} is degraded here, not down`,
    )
  }
  return {
    closed: closed ?? false,
    parameters,
    ...(responseTimeMs === undefined ? {} : { responseTimeMs }),
    ...(expiresInMs === undefined ? {} : { expiresInMs }),
    unconnected: closed === undefined,
  }
}

/** With the placeholder before the operator, wherever it stands. */
function parseCondition(one: unknown): Condition | undefined {
  if (typeof one !== 'string') return undefined
  const [, left = '', operator = '', right = ''] =
    /^(.*?)\s*(==|!=|<=|>=|<|>)\s*(.*)$/s.exec(one.trim()) ?? []
  const text = one.trim()
  if (isPlaceholder(right) && !isPlaceholder(left)) {
    const turned = TURNED[operator] ?? operator
    return { text, subject: right.toUpperCase(), operator: turned, value: left }
  }
  return { text, subject: left.toUpperCase(), operator, value: right }
}

function isPlaceholder(text: string): boolean {
  return /^\[[A-Za-z_]+\]$/.test(text)
}

function whyNot(subject: string, { tls, answers }: Looked): string {
  if (subject.includes('[BODY]') && !answers) return ': without a body Gatus reads no answer'
  if (subject === '[CERTIFICATE_EXPIRATION]' && !tls) return ': there is no certificate without TLS'
  return ''
}

/** Whether there has to be a connection; undefined for what is neither true nor false. */
function connectedOf(operator: string, value: string): 'yes' | 'no' | 'either' | undefined {
  if (operator !== '==' && operator !== '!=') return undefined
  const options = anyOf(value) ?? [value]
  const [yes, no] = [options.includes('true'), options.includes('false')]
  if (yes && no) return operator === '==' ? 'either' : undefined
  if (!yes && !no) return undefined
  return yes === (operator === '==') ? 'yes' : 'no'
}

/** `any(a, b)` as its options. */
function anyOf(value: string): readonly string[] | undefined {
  const [, options] = /^any\((.*)\)$/s.exec(value) ?? []
  return options?.split(',').map((one) => one.trim())
}

function patternOf(value: string): string | undefined {
  return /^pat\((.*)\)$/s.exec(value)?.[1]
}

/** One address, `any(...)` of them, or a pattern that is a network. */
function addressesOf(value: string): readonly string[] | undefined {
  const [, network] = /^((?:\d{1,3}\.){1,3})(?:\*\.?){1,3}$/.exec(patternOf(value) ?? '') ?? []
  if (network !== undefined) {
    const parts = network.split('.').filter(Boolean)
    return [`${[...parts, '0', '0', '0'].slice(0, 4).join('.')}/${parts.length * 8}`]
  }
  const list = anyOf(value) ?? [value]
  return list.every((one) => /^[0-9a-fA-F.:]+$/.test(one)) ? list : undefined
}

/** The whole answer without the space around it, as an expression. */
function answerOf(value: string): string | undefined {
  const pattern = patternOf(value)
  const options = anyOf(value) ?? [value]
  if (pattern === undefined && options.some((one) => /^\[|^(?:pat|len|has)\(/.test(one))) {
    return undefined
  }
  const body =
    pattern === undefined
      ? `(?:${options.map(escapeExpression).join('|')})`
      : globExpression(pattern)
  return body === undefined ? undefined : `/^\\s*${body}\\s*$/s`
}

/** `*`, `?` and `[a-z]` as Go's filepath.Match has them; Gatus takes slashes out before. */
function globExpression(glob: string): string | undefined {
  let expression = ''
  for (const [part] of glob.matchAll(/\[[^\]]+\]|\\.|[^\\]|\\$/gs)) {
    if (part === '*') expression += '.*'
    else if (part === '?') expression += '.'
    else if (part === '/') expression += '/?'
    else if (part === '\\') return undefined
    else if (part.startsWith('[') && part.length > 2) expression += part
    else expression += escapeExpression(part.length === 2 ? part.slice(1) : part)
  }
  return expression
}
