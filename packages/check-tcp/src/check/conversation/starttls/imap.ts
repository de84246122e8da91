import { shown } from './exchange.js'
import type { StartTls } from './protocol.js'

/** RFC 9051 section 6.2.1. */
export const imap: StartTls = async (exchange) => {
  const greeting = await exchange.line()
  if (/^\* PREAUTH\b/i.test(greeting)) {
    return 'the server has already logged this client in, and then STARTTLS is not allowed'
  }
  if (!/^\* OK\b/i.test(greeting)) return `the server greets with: ${shown(greeting)}`
  exchange.send('a1 STARTTLS\r\n')
  let answer = await exchange.line()
  // A server may say other things in between (section 7).
  while (answer.startsWith('* ')) answer = await exchange.line()
  return /^a1 OK\b/i.test(answer) ? undefined : `the server refuses STARTTLS: ${shown(answer)}`
}
