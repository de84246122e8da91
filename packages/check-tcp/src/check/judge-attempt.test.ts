import { describe, expect, it } from 'vitest'
import type { FailureReason } from '../core/failure/failure.js'
import type { IpAddress } from '../core/target/ip-address.js'
import type { FamilyAnswer } from '../resolve/resolver.js'
import { judgeAttempt } from './judge-attempt.js'
import type { AddressOutcome } from './race/connect-address.js'

const V6: IpAddress = { text: '2001:db8::1', family: 6 }
const V4: IpAddress = { text: '192.0.2.1', family: 4 }

const ok = (address: IpAddress, connectMs = 1): AddressOutcome => {
  const connection = { sourceAddress: '', sourcePort: 1, synRetransmits: 0 }
  return { address, connectMs, selfConnects: 0, connection }
}
const bad = (address: IpAddress, failure: FailureReason['failure']): AddressOutcome => {
  return { address, connectMs: 1, selfConnects: 0, reason: { failure } }
}
const silent: FamilyAnswer = { kind: 'failed', code: 'ETIMEOUT', cause: 'name_server_silent' }
const nothing: FamilyAnswer = { kind: 'none', code: 'ENODATA' }
const unknownName: FamilyAnswer = { kind: 'none', code: 'ENOTFOUND' }

interface Row {
  readonly title: string
  readonly addresses?: readonly AddressOutcome[]
  readonly answers?: readonly FamilyAnswer[]
  readonly mode?: 'any' | 'all'
  readonly failure: string | undefined
}

const ROWS: readonly Row[] = [
  {
    title: 'any is connected by one address',
    addresses: [bad(V6, 'timeout'), ok(V4)],
    failure: undefined,
  },
  { title: 'all is not', addresses: [bad(V6, 'timeout'), ok(V4)], mode: 'all', failure: 'timeout' },
  {
    title: 'all needs every address',
    addresses: [ok(V6), ok(V4)],
    mode: 'all',
    failure: undefined,
  },
  {
    title: 'all is in doubt while a name server is silent',
    addresses: [ok(V4)],
    answers: [silent],
    mode: 'all',
    failure: 'dns_unavailable',
  },
  { title: 'any is not', addresses: [ok(V4)], answers: [silent], failure: undefined },
  {
    title: 'an answer of the target outweighs silence',
    addresses: [bad(V6, 'timeout'), bad(V4, 'refused')],
    failure: 'refused',
  },
  {
    title: 'a fault of this machine outweighs an answer of the target',
    addresses: [bad(V6, 'local_resources'), bad(V4, 'refused')],
    failure: 'local_resources',
  },
  {
    title: 'a missing route of one family does not hide the answer of the other',
    addresses: [bad(V6, 'network_unreachable'), bad(V4, 'refused')],
    failure: 'refused',
  },
  {
    title: 'a name without addresses is not found',
    answers: [nothing, nothing],
    failure: 'host_not_found',
  },
  {
    title: 'an unknown name is not found',
    answers: [unknownName, unknownName],
    failure: 'host_not_found',
  },
  {
    title: 'a name server that failed leaves the name in doubt',
    answers: [silent, unknownName],
    failure: 'dns_unavailable',
  },
  {
    title: 'descriptors that ran out while asking are our own fault',
    answers: [{ kind: 'local', code: 'EMFILE' }, unknownName],
    failure: 'local_resources',
  },
  {
    title: 'a literal of the other family has no address of the asked one',
    failure: 'host_not_found',
  },
]

describe('judgeAttempt', () => {
  it.each(ROWS)('$title', ({ addresses = [], answers = [], mode = 'any', failure }) => {
    const verdict = judgeAttempt({ addresses, answers, mode, aborted: false })
    expect(verdict.reason?.failure).toBe(failure)
  })

  it('lets the slowest address speak for all', () => {
    const verdict = judgeAttempt({
      addresses: [ok(V6, 3), ok(V4, 9)],
      answers: [],
      mode: 'all',
      aborted: false,
    })
    expect(verdict.decidingAddress?.address).toBe(V4)
  })

  it('is cancelled when the caller aborted, whatever failed before', () => {
    const verdict = judgeAttempt({
      addresses: [bad(V4, 'refused')],
      answers: [],
      mode: 'any',
      aborted: true,
    })
    expect(verdict.reason).toEqual({ failure: 'cancelled' })
  })

  it('stays connected when the abort came too late', () => {
    const verdict = judgeAttempt({ addresses: [ok(V4)], answers: [], mode: 'any', aborted: true })
    expect(verdict.reason).toBeUndefined()
  })
})
