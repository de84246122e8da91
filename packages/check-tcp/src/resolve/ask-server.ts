import type { Resolver as CAresResolver } from 'node:dns/promises'
import { closeSync, openSync } from 'node:fs'
import { type Family, type IpAddress, parseIpAddress } from '../core/target/ip-address.js'
import { codeOf } from './error-code.js'
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

/** Asks one name server one question. Never rejects. */
export async function askServer(
  resolver: CAresResolver,
  name: string,
  family: Family,
): Promise<FamilyAnswer> {
  try {
    const texts = await (family === 4 ? resolver.resolve4(name) : resolver.resolve6(name))
    const addresses = texts.map(parseIpAddress).filter((parsed) => parsed !== undefined)
    return { kind: 'addresses', addresses: unique(addresses) }
  } catch (error) {
    const code = codeOf(error)
    if (NO_SUCH_ADDRESS.has(code)) return { kind: 'none', code }
    // c-ares says ECONNREFUSED too when it could not even open a socket.
    const local = code === 'ECONNREFUSED' ? missingDescriptors() : undefined
    if (local) return { kind: 'local', code: local }
    if (code === 'ENOMEM') return { kind: 'local', code }
    return { kind: 'failed', code, cause: CAUSES[code] ?? 'name_server_failed' }
  }
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

function unique(addresses: readonly IpAddress[]): readonly IpAddress[] {
  return addresses.filter(
    ({ text }, index) => addresses.findIndex((other) => other.text === text) === index,
  )
}
