import { readFileSync } from 'node:fs'
import { unlessErrno } from '../../core/failure/system-error-text.js'
import { parseIpAddress } from '../../core/target/ip-address.js'
import { addressText } from '../../engine/native/kernel/sockaddr.js'

/** A socket as `/proc/net/tcp` has it (proc(5)). */
export interface TcpSocket {
  readonly local: Endpoint
  readonly remote: Endpoint
  readonly state: 'LISTEN' | 'TIME_WAIT' | 'other'
  readonly inode: string
}

interface Endpoint {
  readonly address: string
  readonly port: number
}

/** linux/tcp_states.h. */
const STATES: Readonly<Record<string, TcpSocket['state']>> = { '0A': 'LISTEN', '06': 'TIME_WAIT' }

/**
 * Every TCP socket of this network namespace, in both families.
 *
 * @throws a system error where /proc cannot be read: nothing is known then, not even that there is none
 */
export function readTcpSockets(folder = '/proc/net'): readonly TcpSocket[] {
  return (['tcp', 'tcp6'] as const).flatMap((file) => {
    // Without IPv6 there is no tcp6; that `tcp` is there shows that /proc is.
    const mayMiss = file === 'tcp6' ? ['ENOENT'] : []
    const text = unlessErrno(mayMiss, () => readFileSync(`${folder}/${file}`, 'utf8'))
    return text === undefined ? [] : text.trim().split('\n').slice(1).map(parseLine)
  })
}

function parseLine(line: string): TcpSocket {
  const [, local = '', remote = '', state = '', , , , , , inode = ''] = line.trim().split(/\s+/)
  return {
    local: parseEndpoint(local),
    remote: parseEndpoint(remote),
    state: STATES[state] ?? 'other',
    inode,
  }
}

/** `0100007F:1F90`: the address as 32-bit integers of this processor, the port as it is. */
function parseEndpoint(text: string): Endpoint {
  const [hex = '', port = ''] = text.split(':')
  const bytes = Buffer.from(hex, 'hex').swap32()
  const address = addressText(bytes, bytes.length === 4 ? 4 : 6)
  return { address: parseIpAddress(address)?.text ?? address, port: Number.parseInt(port, 16) }
}
