import { type Foreign, goDurationMs, isTruthy, listOf, mappingOf, textOf } from './foreign-value.js'
import { UNVERIFIED } from './imported.js'
import { validParameters } from './keep-valid.js'

/** A module of blackbox_exporter as parameters without host and port, or why it is none of TCP. */
export type BlackboxModule = { readonly parameters: Foreign } | { readonly problem: string }

const TCP_KEYS = [
  ...['query_response', 'tls', 'tls_config', 'preferred_ip_protocol', 'ip_protocol_fallback'],
  'source_ip_address',
]

/** Reads one module; what cannot be carried over is told. */
export function readBlackboxModule(value: unknown, notes: string[]): BlackboxModule {
  const module = mappingOf(value)
  const prober = textOf(module.prober) ?? 'none'
  if (prober !== 'tcp') return { problem: `its prober is ${prober}, not tcp` }
  const tcp = mappingOf(module.tcp)
  const timeoutMs = goDurationMs(module.timeout)
  for (const key of ['tls_config', 'source_ip_address']) {
    if (tcp[key] !== undefined) notes.push(key)
  }
  if (isTruthy(tcp.tls) && !isTruthy(mappingOf(tcp.tls_config).insecure_skip_verify)) {
    notes.push(UNVERIFIED)
  }
  for (const key of Object.keys(tcp)) if (!TCP_KEYS.includes(key)) notes.push(key)
  const wanted = {
    ...(timeoutMs ? { timeout: timeoutMs / 1_000 } : {}),
    ...(isTruthy(tcp.tls) ? { tls: true } : {}),
    ...familyOf(tcp, notes),
    ...conversationOf(listOf(tcp.query_response), notes),
  }
  const kept = validParameters({ host: 'target.invalid', port: 1, ...wanted }, notes) ?? {}
  const { host, port, ...parameters } = kept
  return { parameters }
}

function familyOf(tcp: Foreign, notes: string[]): Foreign {
  const preferred = textOf(tcp.preferred_ip_protocol)
  const only = tcp.ip_protocol_fallback === false
  if (only) return { family: preferred === 'ip4' ? 4 : 6 }
  if (preferred !== undefined) notes.push('preferred_ip_protocol: every family is tried')
  return {}
}

type Step =
  | { readonly kind: 'send'; readonly text: string }
  | { readonly kind: 'expect'; readonly expression: string }

/** A check sends once and then looks for one answer; what comes after that is left out. */
function conversationOf(list: readonly unknown[], notes: string[]): Foreign {
  const steps = list.flatMap((one) => stepsOf(mappingOf(one), notes))
  const firstExpect = steps.findIndex(({ kind }) => kind === 'expect')
  const used = firstExpect < 0 ? steps.length : firstExpect + 1
  if (used < steps.length) notes.push('query_response after the first answer')
  const sent = steps.slice(0, used).flatMap((step) => (step.kind === 'send' ? step.text : []))
  const expected = steps[firstExpect]
  return {
    ...(sent.length > 0 ? { send: sent.join('') } : {}),
    ...(expected?.kind === 'expect' ? { receive: `/${expected.expression}/m` } : {}),
  }
}

/** Within one entry the answer is waited for first. The exporter ends what it sends with a newline. */
function stepsOf(entry: Foreign, notes: string[]): readonly Step[] {
  const expression = textOf(entry.expect)
  if (isTruthy(entry.starttls)) notes.push('starttls')
  for (const key of Object.keys(entry)) {
    if (!['expect', 'send', 'starttls'].includes(key)) notes.push(`query_response: ${key}`)
  }
  const send = typeof entry.send === 'string' && entry.send !== '' ? entry.send : undefined
  return [
    ...(expression === undefined ? [] : [{ kind: 'expect', expression } as const]),
    ...(send === undefined ? [] : [{ kind: 'send', text: `${send}\n` } as const]),
  ]
}
