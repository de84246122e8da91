import { type Exchange, shown } from './exchange.js'
import { NOT_OFFERED, type StartTls } from './protocol.js'

/** ManageSieve, RFC 5804 sections 1.7 and 2.2. */
export const sieve: StartTls = async (exchange) => {
  const greeting = await readAnswer(exchange)
  if (!/^OK\b/i.test(greeting.last)) return `the server greets with: ${shown(greeting.last)}`
  if (!greeting.lines.some((line) => /^"STARTTLS"/i.test(line))) return NOT_OFFERED
  exchange.send('STARTTLS\r\n')
  const { last } = await readAnswer(exchange)
  return /^OK\b/i.test(last) ? undefined : `the server refuses STARTTLS: ${shown(last)}`
}

/** Capabilities, each a line that begins with a quote, then a line that says how it ended. */
async function readAnswer(exchange: Exchange): Promise<{ lines: readonly string[]; last: string }> {
  const lines: string[] = []
  for (;;) {
    const line = await exchange.line()
    if (!line.startsWith('"')) return { lines, last: line }
    lines.push(line)
  }
}
