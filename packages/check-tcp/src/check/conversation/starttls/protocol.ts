import type { Exchange } from './exchange.js'

/**
 * Asks a server to change to TLS, up to and with its yes.
 *
 * @param name the host that is asked for, for protocols that name it
 * @returns why the server will not, in words; `undefined` where it will
 * @throws {ExchangeEnded} (as a rejection) where the server falls silent, ends or says too much
 */
export type StartTls = (exchange: Exchange, name: string) => Promise<string | undefined>

export const NOT_OFFERED = 'the server does not offer STARTTLS'
