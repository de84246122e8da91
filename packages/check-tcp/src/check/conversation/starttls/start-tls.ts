import type { Socket } from 'node:net'
import type { FailureReason } from '../../../core/failure/failure.js'
import type { StartTlsProtocol } from '../../../core/tls/tls-parameters.js'
import { Exchange, ExchangeEnded, type ExchangeTools, startTlsFailed } from './exchange.js'
import { ftp } from './ftp.js'
import { imap } from './imap.js'
import { ldap } from './ldap.js'
import { mysql } from './mysql.js'
import { pop3 } from './pop3.js'
import { postgresql } from './postgresql.js'
import type { StartTls } from './protocol.js'
import { sieve } from './sieve.js'
import { smtp } from './smtp.js'
import { xmpp } from './xmpp.js'

const PROTOCOLS: Readonly<Record<StartTlsProtocol, StartTls>> = {
  smtp,
  imap,
  pop3,
  ftp,
  ldap,
  postgresql,
  mysql,
  xmpp,
  sieve,
}

/** Whom to ask, and how. */
interface StartTlsOrder {
  readonly protocol: StartTlsProtocol
  /** The host that is asked for, for protocols that name it. */
  readonly name: string
}

/**
 * Has a server change to TLS. What it says in plain text after its yes could have been put there by anybody on the way
 * (CVE-2011-0411, CVE-2021-23222), so the change then counts as failed.
 *
 * @returns why it failed; `undefined` where the handshake can begin
 */
export async function startTls(
  socket: Socket,
  { protocol, name }: StartTlsOrder,
  tools: ExchangeTools,
): Promise<FailureReason | undefined> {
  const exchange = new Exchange(socket, tools)
  let because: string | undefined
  let saidMore = false
  try {
    because = await PROTOCOLS[protocol](exchange, name)
  } catch (error) {
    if (error instanceof ExchangeEnded) return error.reason
    throw error
  } finally {
    saidMore = exchange.release()
  }
  if (because !== undefined) return startTlsFailed(because)
  return saidMore ? startTlsFailed('the server sent plain text where TLS was to begin') : undefined
}
