import type { StartTls } from './protocol.js'

/** SSLRequest of PostgreSQL's protocol ("Message Formats"): eight bytes, the last four the number 80877103. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

/** One byte answers: S yes, N no, E an error of a server that does not know the request. */
export const postgresql: StartTls = async (exchange) => {
  exchange.send(SSL_REQUEST)
  const answer = (await exchange.bytes(1)).toString('latin1')
  switch (answer) {
    case 'S':
      return undefined
    case 'N':
      return 'the server says that it has no TLS (`ssl = off` in postgresql.conf)'
    case 'E':
      return 'the server answers the request for TLS with an error'
    default:
      return 'the server speaks a protocol other than PostgreSQL'
  }
}
