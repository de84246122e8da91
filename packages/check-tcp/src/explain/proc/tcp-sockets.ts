import { readFile } from 'node:fs/promises'
import { isSystemError } from '../../core/failure/system-error-text.js'
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

/** Which sockets are wanted. @default all of them */
interface Wanted {
  readonly isListening?: true
  readonly remotePort?: number
}

/** linux/tcp_states.h. */
const STATES: Readonly<Record<string, TcpSocket['state']>> = { '0A': 'LISTEN', '06': 'TIME_WAIT' }

/**
 * Every TCP socket of this network namespace, in both families. The kernel takes long to list them, so that is done beside
 * whatever else this process does.
 *
 * @throws a system error (as a rejection) where /proc cannot be read: nothing is known then, not even that there is none
 */
export async function readTcpSockets(
  wanted: Wanted = {},
  folder = '/proc/net',
): Promise<readonly TcpSocket[]> {
  const ipv4 = await readFile(`${folder}/tcp`, 'utf8')
  const ipv6 = await readFile(`${folder}/tcp6`, 'utf8').catch(nothingWhereMissing)
  const isWanted = filterOf(wanted)
  return [ipv4, ipv6].flatMap((text) =>
    text.trim().split('\n').slice(1).filter(isWanted).map(parseLine),
  )
}

/** A machine may have tens of thousands of sockets, most of them of no interest: those are not looked at any closer. */
function filterOf({ isListening, remotePort }: Wanted): (line: string) => boolean {
  const state = isListening ? '0A' : '..'
  const port = remotePort?.toString(16).toUpperCase().padStart(4, '0') ?? '.{4}'
  const form = new RegExp(`^ *[0-9]+: [0-9A-F]+:.{4} [0-9A-F]+:${port} ${state} `)
  return (line) => form.test(line)
}

/** Without IPv6 there is no tcp6; that `tcp` is there shows that /proc is. */
function nothingWhereMissing(error: unknown): string {
  if (isSystemError(error) && error.code === 'ENOENT') return ''
  throw error
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
