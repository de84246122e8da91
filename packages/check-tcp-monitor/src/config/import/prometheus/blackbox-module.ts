import { type Foreign, goDurationMs, isTruthy, mappingOf, textOf } from '../foreign-value.js'
import { type Remark, Remarks } from '../imported.js'
import { validParameters } from '../keep-valid.js'
import { tlsOfConfig } from '../tls-parameters.js'
import { readQueryResponse } from './query-response.js'

/** A TCP module of blackbox_exporter. */
export interface BlackboxModule {
  /** Without host, port and timeout. */
  readonly parameters: Foreign
  /** undefined: as long as Prometheus waits. */
  readonly timeoutMs: number | undefined
  readonly remarks: readonly Remark[]
}

const MODULE_KEYS = ['prober', 'timeout', 'tcp', 'http', 'icmp', 'dns', 'grpc', 'unix', 'websocket']

const TCP_KEYS = [
  ...['query_response', 'tls', 'tls_config', 'preferred_ip_protocol', 'ip_protocol_fallback'],
  'source_ip_address',
]

/** Reads one module, or says why it is none of TCP. */
export function readBlackboxModule(value: unknown): BlackboxModule | { readonly problem: string } {
  const module = mappingOf(value)
  const prober = textOf(module.prober) ?? 'none'
  if (prober !== 'tcp') return { problem: `its prober is ${prober}, not tcp` }
  const remarks = new Remarks()
  for (const key of Object.keys(module)) if (!MODULE_KEYS.includes(key)) remarks.leftOut(key)
  const tcp = mappingOf(module.tcp)
  for (const key of Object.keys(tcp)) if (!TCP_KEYS.includes(key)) remarks.leftOut(key)
  if (tcp.source_ip_address !== undefined) remarks.leftOut('source_ip_address')
  const { parameters: conversation, starttls } = readQueryResponse(tcp.query_response, remarks)
  const wanted = { ...tlsOf(tcp, starttls, remarks), ...familyOf(tcp, remarks), ...conversation }
  const kept = validParameters({ host: 'target.invalid', port: 1, ...wanted }, remarks) ?? {}
  const { host, port, ...parameters } = kept
  return {
    parameters,
    timeoutMs: goDurationMs(module.timeout) || undefined,
    remarks: remarks.list,
  }
}

function tlsOf(tcp: Foreign, starttls: string | undefined, remarks: Remarks): Foreign {
  const usesTls = isTruthy(tcp.tls) || starttls !== undefined
  if (!usesTls) return {}
  const tls = tlsOfConfig(tcp.tls_config, remarks)
  if (starttls === undefined) return { tls }
  if (!isTruthy(tcp.tls)) return { tls: { ...tls, starttls } }
  remarks.leftOut('starttls within TLS')
  return { tls }
}

function familyOf(tcp: Foreign, remarks: Remarks): Foreign {
  const preferred = textOf(tcp.preferred_ip_protocol)
  const only = tcp.ip_protocol_fallback === false || textOf(tcp.ip_protocol_fallback) === 'false'
  if (only) return { family: preferred === 'ip4' ? 4 : 6 }
  if (preferred !== undefined) {
    remarks.note(
      `preferred_ip_protocol: ${preferred}: a name is up here when any address of it answers`,
    )
  }
  return {}
}
