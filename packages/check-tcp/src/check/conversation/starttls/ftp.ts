import type { StartTls } from './protocol.js'
import { readReply } from './reply.js'

/** RFC 4217 section 4. */
export const ftp: StartTls = async (exchange) => {
  const greeting = await readReply(exchange)
  if (greeting.code !== '220') return `the server greets with: ${greeting.last}`
  exchange.send('AUTH TLS\r\n')
  const answer = await readReply(exchange)
  return answer.code === '234' ? undefined : `the server refuses AUTH TLS: ${answer.last}`
}
