import { shown } from './exchange.js'
import type { StartTls } from './protocol.js'

/** RFC 2595 section 4. */
export const pop3: StartTls = async (exchange) => {
  const greeting = await exchange.line()
  if (!/^\+OK\b/i.test(greeting)) return `the server greets with: ${shown(greeting)}`
  exchange.send('STLS\r\n')
  const answer = await exchange.line()
  return /^\+OK\b/i.test(answer) ? undefined : `the server refuses STLS: ${shown(answer)}`
}
