import { Resolver as CAresResolver } from 'node:dns/promises'
import { closeSync, openSync } from 'node:fs'
import { type Family, type IpAddress, parseIpAddress } from '../core/ip-address.js'
import type { FamilyAnswer } from './resolver.js'

/** The name server answered that there is no such name, or no such record of it. */
const NO_SUCH_ADDRESS = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME'])

/** What c-ares says, in words that a result can carry. */
const CAUSES: Readonly<Record<string, string>> = {
  ESERVFAIL: 'name_server_failed',
  EREFUSED: 'name_server_refused',
  ETIMEOUT: 'name_server_silent',
  ECONNREFUSED: 'name_server_not_listening',
  ECANCELLED: 'name_server_silent',
}

/** One conversation with the name servers. Its questions end with `cancel`, so that none outlives its check. */
export class DnsQuery {
  readonly #resolver: CAresResolver

  constructor(servers: readonly string[] | undefined) {
    this.#resolver = new CAresResolver()
    if (servers) this.#resolver.setServers(servers)
  }

  async ask(name: string, family: Family): Promise<FamilyAnswer> {
    try {
      const texts = await (family === 4
        ? this.#resolver.resolve4(name)
        : this.#resolver.resolve6(name))
      const addresses = texts.map(parseIpAddress).filter((parsed) => parsed !== undefined)
      return { kind: 'addresses', addresses: unique(addresses) }
    } catch (error) {
      return fromError(error)
    }
  }

  cancel(): void {
    this.#resolver.cancel()
  }
}

function fromError(error: unknown): FamilyAnswer {
  const code = codeOf(error)
  if (NO_SUCH_ADDRESS.has(code)) return { kind: 'none', code }
  // c-ares says ECONNREFUSED too when it could not even open a socket.
  const local = code === 'ECONNREFUSED' ? missingDescriptors() : undefined
  if (local) return { kind: 'local', code: local }
  if (code === 'ENOMEM') return { kind: 'local', code }
  return { kind: 'failed', code, cause: CAUSES[code] ?? 'name_server_failed' }
}

/** EMFILE or ENFILE where this process cannot open another descriptor. */
function missingDescriptors(): string | undefined {
  try {
    closeSync(openSync('/dev/null', 'r'))
    return undefined
  } catch (error) {
    const code = codeOf(error)
    return code === 'EMFILE' || code === 'ENFILE' ? code : undefined
  }
}

/** The code of an error from Node's own modules. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : 'UNKNOWN'
}

function unique(addresses: readonly IpAddress[]): readonly IpAddress[] {
  return addresses.filter(
    ({ text }, index) => addresses.findIndex((other) => other.text === text) === index,
  )
}
