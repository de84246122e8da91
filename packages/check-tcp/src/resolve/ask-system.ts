import { lookup } from 'node:dns/promises'
import { type Family, parseIpAddress } from '../core/target/ip-address.js'
import { codeOf } from './error-code.js'
import type { FamilyAnswer } from './resolver.js'

/**
 * Asks getaddrinfo(3). It holds a thread of libuv's pool and cannot be called off, so it is asked last, for names
 * that only the system may know.
 */
export async function askSystem(name: string, family: Family): Promise<FamilyAnswer> {
  try {
    const found = await lookup(name, { family, all: true })
    const addresses = found
      .map(({ address }) => parseIpAddress(address))
      .filter((parsed) => parsed !== undefined)
    return { kind: 'addresses', addresses }
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOTFOUND') return { kind: 'none', code }
    if (code === 'EAI_AGAIN') return { kind: 'failed', code, cause: 'name_server_silent' }
    if (code === 'EMFILE' || code === 'ENFILE' || code === 'EAI_MEMORY') {
      return { kind: 'local', code }
    }
    return { kind: 'failed', code, cause: 'name_server_failed' }
  }
}
