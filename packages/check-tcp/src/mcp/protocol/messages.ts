/** A request's id, as JSON-RPC 2.0 has it. */
export type RequestId = string | number

/** What one line from the client is. */
type ClientMessage =
  | {
      readonly kind: 'request'
      readonly id: RequestId
      readonly method: string
      readonly params: Params
    }
  | { readonly kind: 'notification'; readonly method: string; readonly params: Params }
  /** An answer to a request of ours; there is none. */
  | { readonly kind: 'answer' }
  | {
      readonly kind: 'unusable'
      readonly id: RequestId | null
      readonly code: number
      readonly why: string
    }

export type Params = Readonly<Record<string, unknown>>

/** The codes of JSON-RPC 2.0, section 5.1. */
export const RPC_ERRORS = {
  notJson: -32_700,
  notARequest: -32_600,
  unknownMethod: -32_601,
  wrongParams: -32_602,
  ours: -32_603,
} as const

/** Reads one line as a JSON-RPC 2.0 message. */
export function readMessage(line: string): ClientMessage {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return unusable(null, RPC_ERRORS.notJson, 'the line is not JSON')
  }
  if (!isMapping(json)) {
    return unusable(null, RPC_ERRORS.notARequest, 'a message must be one JSON object')
  }
  const { jsonrpc, id, method, params = {} } = json
  const known = typeof id === 'string' || typeof id === 'number' ? id : undefined
  if (method === undefined && known !== undefined && ('result' in json || 'error' in json)) {
    return { kind: 'answer' }
  }
  const refuse = (why: string) => unusable(known ?? null, RPC_ERRORS.notARequest, why)
  if (jsonrpc !== '2.0') return refuse('`jsonrpc` must be "2.0"')
  if (typeof method !== 'string') return refuse('`method` must be a text')
  if (!isMapping(params)) return refuse('`params` must be an object')
  if (!('id' in json)) return { kind: 'notification', method, params }
  if (known === undefined) return refuse('`id` must be a text or a number')
  return { kind: 'request', id: known, method, params }
}

export function isMapping(value: unknown): value is Params {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unusable(id: RequestId | null, code: number, why: string): ClientMessage {
  return { kind: 'unusable', id, code, why }
}
