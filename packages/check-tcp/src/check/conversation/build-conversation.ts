import type { CheckParameters } from '../../core/parameters/check-parameters.js'
import { readPattern } from '../../core/parameters/pattern.js'
import type { ValidHost } from '../../core/target/host.js'
import { type Conversation, type Converse, converse } from './conversation.js'
import { findGreeting } from './greetings/find-greeting.js'
import { tlsOrderOf } from './tls/tls-order.js'

/** How to prove on a connection what the parameters ask for. */
export function buildConversation(parameters: CheckParameters, host: ValidHost): Converse {
  const { tls, send, receive, hold, banner } = parameters
  const greeting = banner ? findGreeting(parameters) : undefined
  const recognise = greeting?.recognise ?? recogniserOf(receive)
  const sent =
    greeting?.ask?.(parameters.host) ?? (send === undefined ? undefined : Buffer.from(send))
  const conversation = {
    ...(tls || greeting?.tls ? { tls: tlsOrderOf(parameters, host) } : {}),
    ...(sent ? { send: sent } : {}),
    ...(recognise ? { recognise } : {}),
    ...(hold === undefined ? {} : { holdMs: hold * 1_000 }),
  }
  return (kept, tools) => converse(kept, conversation, tools)
}

function recogniserOf(receive: string | undefined): Conversation['recognise'] {
  const pattern = receive === undefined ? undefined : readPattern(receive)
  if (!pattern || 'problem' in pattern) return undefined
  return (answer, ended) => (pattern.isIn(answer, ended) ? '' : undefined)
}
