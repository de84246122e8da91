import { NOT_OFFERED, type StartTls } from './protocol.js'
import { readReply } from './reply.js'

/** RFC 3207. */
export const smtp: StartTls = async (exchange) => {
  const greeting = await readReply(exchange)
  if (greeting.code !== '220') return `the server greets with: ${greeting.last}`
  exchange.send(`EHLO ${exchange.ownLiteral}\r\n`)
  const hello = await readReply(exchange)
  if (hello.code !== '250') return `the server refuses EHLO: ${hello.last}`
  if (!hello.lines.some((line) => /^STARTTLS\s*$/i.test(line))) return NOT_OFFERED
  exchange.send('STARTTLS\r\n')
  const answer = await readReply(exchange)
  return answer.code === '220' ? undefined : `the server refuses STARTTLS: ${answer.last}`
}
