import type { SystemFailure } from '../../core/failure/classify.js'
import { parseIpAddress } from '../../core/target/ip-address.js'
import type { ConnectOutcome, ConnectRequest } from '../engine.js'
import { hasSourceAddress } from '../source-address.js'
import { addressText } from './kernel/sockaddr.js'
import type { Syscalls } from './kernel/syscalls.js'
import { causeAtOnce, localCause } from './local-cause.js'
import { ADDRESS_SIZE, FAILING_CALLS, type Mailbox, OUTCOME, SYN_FATES } from './mailbox.js'
import { errnoInWords } from './open-descriptors.js'
import type { IcmpError } from './thread/error-queue.js'

/** What the thread has written of a connect, with what this machine knows of it now. */
export function readOutcome(
  mailbox: Mailbox,
  slot: number,
  request: ConnectRequest,
  syscalls: Syscalls,
): ConnectOutcome {
  const { kind, connectMs: times, rttUs, retransmits, localPort } = mailbox
  const connectMs = times[slot] ?? 0
  const engine = 'native'
  switch (kind[slot]) {
    case OUTCOME.connected:
    case OUTCOME.misdirected:
    case OUTCOME.selfConnected: {
      const roundTripUs = rttUs[slot] ?? 0
      const synRetransmits = retransmits[slot] ?? 0
      const measured = roundTripUs > 0 && synRetransmits === 0
      return {
        kind: 'connected',
        engine,
        connectMs,
        kernelMs: measured ? roundTripUs / 1_000 : undefined,
        sourceAddress: otherAddress(mailbox, slot, request.address.family),
        sourcePort: localPort[slot] ?? 0,
        synRetransmits,
        selfConnected: kind[slot] === OUTCOME.selfConnected,
        ...(kind[slot] === OUTCOME.misdirected ? { misdirected: true } : {}),
      }
    }
    case OUTCOME.failed: {
      const system = systemFailure(mailbox, slot, request, syscalls)
      return { kind: 'failed', engine, connectMs, system }
    }
    case OUTCOME.timeout: {
      const syn = SYN_FATES[mailbox.synFate[slot] ?? 0]
      const local = localCause(syscalls, request.address, { syn })
      return { kind: 'timeout', engine, connectMs, local }
    }
    default:
      return { kind: 'aborted', engine, connectMs }
  }
}

/** Our own end of a connection, or who sent the ICMP error. */
function otherAddress(mailbox: Mailbox, slot: number, family: 4 | 6): string {
  const start = slot * ADDRESS_SIZE
  const bytes = mailbox.otherAddresses.subarray(start, start + ADDRESS_SIZE)
  const text = addressText(bytes, family)
  return family === 4 ? text : (parseIpAddress(text)?.text ?? text)
}

function systemFailure(
  mailbox: Mailbox,
  slot: number,
  { address, port }: ConnectRequest,
  syscalls: Syscalls,
): SystemFailure {
  const [code, text] = errnoInWords(mailbox.errno[slot] ?? 0)
  const call = FAILING_CALLS[mailbox.failingCall[slot] ?? 0] ?? 'connect'
  const noSourceAddress =
    code === 'EADDRNOTAVAIL' && !hasSourceAddress(address.family, address.text)
  const fromNetwork = call === 'answer'
  const icmp = icmpError(mailbox, slot)
  const local = fromNetwork
    ? localCause(syscalls, address, { code, icmp })
    : causeAtOnce(syscalls, address, port, code)
  const syscall = fromNetwork ? 'connect' : call
  return { code, syscall, text, noSourceAddress, fromNetwork, local }
}

function icmpError(mailbox: Mailbox, slot: number): IcmpError | undefined {
  const { icmpFamily, icmpType, icmpCode } = mailbox
  const family = icmpFamily[slot]
  if (family !== 4 && family !== 6) return undefined
  const from = otherAddress(mailbox, slot, family)
  return { type: icmpType[slot] ?? 0, code: icmpCode[slot] ?? 0, from }
}
