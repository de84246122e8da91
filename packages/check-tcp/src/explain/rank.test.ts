import { describe, expect, it } from 'vitest'
import type { CheckResult } from '../core/wire/result.js'
import type { Evidence } from './evidence.js'
import { factsOf } from './facts.js'
import { RULES, rank } from './rank.js'

const DETAILS = {
  engine: 'node' as const,
  dns_time: 0,
  connect_time: 0.001,
  total_time: 0.001,
  attempts: [],
}
const HEAD = { host: '192.0.2.2', port: 5432, attempts: 1, timestamp: '2024-01-01T12:00:00Z' }
const REFUSED: CheckResult = {
  ...HEAD,
  status: 'error',
  connected: false,
  error: 'Connection refused',
  response_time: 0.001,
  details: { ...DETAILS, failure: 'refused', fault: 'target', code: 'ECONNREFUSED', advice: [] },
}
const CONNECTED: CheckResult = {
  ...HEAD,
  status: 'success',
  connected: true,
  response_time: 0.001,
  details: DETAILS,
}

function reasonsFor(result: CheckResult, evidence: Evidence, isThisMachine = false) {
  const parameters = {
    ...{ host: result.host, port: result.port, timeout: 10, attempts: 1, retry_delay: 1 },
    ...({ family: 'any', addresses: 'any', expect: 'open', tls: false, banner: false } as const),
  }
  const address = { text: '192.0.2.2', family: 4 } as const
  return rank(
    factsOf(
      {
        ...{ parameters, result, address, isThisMachine, controlPorts: [1023], env: {} },
        budgetMs: 0,
        signal: AbortSignal.abort(),
      },
      { evidence, not_asked: [] },
    ),
  )
}

describe('the reasons', () => {
  it('are never none', () => {
    expect(reasonsFor(CONNECTED, {})).toMatchObject([
      { reason: 'reachable', fault: 'none', confidence: 'certain' },
    ])
    const reason = { failure: 'unknown', fault: 'local', code: 'EPROTO', advice: [] } as const
    const details = { ...DETAILS, ...reason }
    expect(reasonsFor({ ...REFUSED, details }, {})).toMatchObject([
      { reason: 'unexplained', fault: 'local', confidence: 'possible' },
    ])
  })

  it('begin with the surest', () => {
    const refusal = { answer: 'rst', rst_ttl: 62, control_rst_ttl: 57 } as const
    const reasons = reasonsFor(REFUSED, { refusal })
    expect(reasons.map(({ confidence }) => confidence)).toEqual(['likely', 'possible'])
    expect(reasons.map(({ reason }) => reason)).toEqual(['firewall_resets', 'nothing_listens'])
  })

  it('leave nothing beside a certain one that cannot be true with it', () => {
    const evidence: Evidence = {
      refusal: { answer: 'icmp', icmp: { meaning: 'admin_prohibited', from: '192.0.2.254' } },
    }
    const reasons = reasonsFor(REFUSED, evidence)
    expect(reasons.map(({ reason }) => reason)).toEqual(['firewall_rejects'])
  })

  it('keep beside a certain one what can be true with it', () => {
    const late = { address: '192.0.2.2', family: 4, connected: true, connect_time: 1.1 } as const
    const details = { ...DETAILS, failure: 'timeout', fault: 'network', advice: [] } as const
    const echo = { answered: true, round_trip: 0.001 }
    const addresses = { each: [{ ...late, syn_retransmits: 1 }] }
    const reasons = reasonsFor({ ...REFUSED, details }, { echo, addresses })
    expect(reasons.map(({ reason }) => reason)).toEqual([
      'packets_are_lost',
      'timeout_is_too_short',
    ])
  })

  it('say once that nothing listens where something does on another port', () => {
    const port = { port: 5433, unused: false, connected: true, connect_time: 0.001 }
    const reasons = reasonsFor(REFUSED, { control_ports: [port] })
    expect(reasons.map(({ reason }) => reason)).toEqual(['listens_on_another_port'])
  })

  it('see a firewall in a RST that is sooner than an echo can be', () => {
    const echo = { answered: true, round_trip: 0.04, ttl: 57 }
    const [first] = reasonsFor(REFUSED, { echo, refusal: { answer: 'rst' } })
    expect(first).toMatchObject({ reason: 'firewall_resets', fault: 'network' })
  })

  it('see one in a RST that has more of its TTL left than what the host sends', () => {
    const refusal = { answer: 'rst', rst_ttl: 62, control_rst_ttl: 57 } as const
    expect(reasonsFor(REFUSED, { refusal })[0]).toMatchObject({ reason: 'firewall_resets' })
    const same = { answer: 'rst', rst_ttl: 57, control_rst_ttl: 57 } as const
    expect(reasonsFor(REFUSED, { refusal: same })[0]).toMatchObject({ reason: 'nothing_listens' })
  })

  it('find the service by the name of its process', () => {
    const process = { pid: 7, name: 'postgres', stopped: false }
    const elsewhere = [{ address: '127.0.0.1', port: 5433, process }]
    const [first] = reasonsFor(REFUSED, { listeners: { on_port: [], elsewhere } }, true)
    expect(first?.text).toBe('postgres listens on port 5433, not on 5432')
  })

  it('are not sure that nothing listens where nobody could look', () => {
    expect(reasonsFor(REFUSED, {}, true)).toMatchObject([
      { reason: 'nothing_listens', confidence: 'likely' },
    ])
  })

  it('are not sure that a socket on :: leaves IPv4 out where nobody could ask', () => {
    const reasons = (both_families?: boolean) => {
      const listener = { address: '::', port: 5432 }
      const on_port = [{ ...listener, ...(both_families === undefined ? {} : { both_families }) }]
      return reasonsFor(REFUSED, { listeners: { on_port, elsewhere: [] } }, true).map(
        ({ reason }) => reason,
      )
    }
    expect(reasons(false)).toContain('listens_on_another_address')
    expect(reasons()).not.toContain('listens_on_another_address')
  })

  it('let the answer of one address go before the silence of another', () => {
    const common = { connected: false, connect_time: 1 }
    const each = [
      { ...common, address: '2001:db8::2', family: 6, failure: 'timeout', fault: 'network' },
      { ...common, address: '192.0.2.2', family: 4, failure: 'refused', fault: 'target' },
    ] as const
    const reasons = reasonsFor(REFUSED, { addresses: { each } })
    expect(reasons.map(({ reason }) => reason)).toEqual([
      'nothing_listens',
      'one_family_is_a_black_hole',
    ])
  })

  it('have names of their own', () => {
    expect(new Set(RULES.map(({ reason }) => reason)).size).toBe(RULES.length)
  })
})
