import { type Exchange, ExchangeEnded, shown, startTlsFailed } from './exchange.js'

/** A reply of SMTP or FTP. */
interface Reply {
  readonly code: string
  /** What stands behind the code, line by line. */
  readonly lines: readonly string[]
  /** Its last line as it came, for messages. */
  readonly last: string
}

/** Reads a reply of one or more lines (RFC 5321 section 4.2.1, RFC 959 section 4.2). @throws {ExchangeEnded} */
export async function readReply(exchange: Exchange): Promise<Reply> {
  const first = await exchange.line()
  const [, code, separator] = /^(\d{3})([ -]|$)/.exec(first) ?? []
  if (code === undefined) {
    throw new ExchangeEnded(startTlsFailed(`the server speaks another protocol: ${shown(first)}`))
  }
  const lines = [first]
  let last = first
  let more = separator === '-'
  while (more) {
    last = await exchange.line()
    lines.push(last)
    // FTP allows lines without the code in between.
    more = !(last.startsWith(`${code} `) || last === code)
  }
  return { code, lines: lines.map((line) => line.replace(/^\d{3}[ -]/, '')), last: shown(last) }
}
