import type { ValidHost } from '../core/host.js'
import type { CheckParameters } from '../core/parameters.js'
import { readPattern } from '../core/pattern.js'
import type { Conversation } from './conversation.js'
import { greetingOf } from './greetings/greeting-of.js'
import { tlsOrderOf } from './tls/tls-order.js'

/** What the parameters ask to prove on a connection; `undefined` where a connection is enough. */
export function conversationOf(
  parameters: CheckParameters,
  host: ValidHost,
): Conversation | undefined {
  const { tls, send, receive, hold, banner } = parameters
  const asks = tls || banner || send !== undefined || receive !== undefined || hold !== undefined
  if (!asks) return undefined
  const greeting = banner ? greetingOf(parameters) : undefined
  const recognise = greeting?.recognise ?? recogniserOf(receive)
  const sent =
    greeting?.ask?.(parameters.host) ?? (send === undefined ? undefined : Buffer.from(send))
  return {
    ...(tls || greeting?.tls ? { tls: tlsOrderOf(parameters, host) } : {}),
    ...(sent ? { send: sent } : {}),
    ...(recognise ? { recognise } : {}),
    ...(hold === undefined ? {} : { holdMs: hold * 1_000 }),
  }
}

function recogniserOf(receive: string | undefined): Conversation['recognise'] {
  const pattern = receive === undefined ? undefined : readPattern(receive)
  if (!pattern || 'problem' in pattern) return undefined
  return (answer, ended) => (pattern.isIn(answer, ended) ? '' : undefined)
}
