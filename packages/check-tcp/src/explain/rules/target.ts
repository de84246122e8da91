import { hostAndPort } from '../../core/target/host-and-port.js'
import { SERVICE_NAMES } from '../../core/target/services.js'
import { answersLate, type Facts, milliseconds } from '../facts.js'
import type { Listener } from '../probes/listeners.js'
import type { Rule } from '../rule.js'
import { answererIsNearer, hopsOf } from './distance.js'
import { isFull, mayListenOn } from './listening.js'
import { counted } from './words.js'

const ANY_ADDRESS = ['0.0.0.0', '::']

/** What the target's host and service do. */
export const TARGET: readonly Rule[] = [
  {
    reason: 'accept_queue_full',
    fault: 'target',
    when: (facts) => {
      const { failure, evidence, isThisMachine, unused } = facts
      if (failure !== 'timeout' || answersLate(facts)) return false
      if (evidence.listeners?.on_port.some(isFull)) return 'certain'
      if (evidence.stray_segment?.answered) return 'likely'
      const mayBe = !isThisMachine && !evidence.stray_segment && unused?.failure === 'refused'
      return mayBe && 'possible'
    },
    text: ({ port, evidence: { listeners } }) =>
      `${processOf(listeners?.on_port.find(isFull))} on port ${port} accepts no more connections: its queue is full`,
    evidence: ({ evidence: { listeners, stray_segment }, signsOfLife }) => [
      stray_segment?.answered &&
        'its TCP answers a segment that belongs to no connection, which a firewall that drops more than SYNs would not let through',
      ...(listeners ? [] : signsOfLife),
      ...(listeners?.on_port ?? []).map(({ accept_queue }) =>
        accept_queue
          ? `${accept_queue.waiting} connections are waiting, the limit is ${accept_queue.backlog}`
          : undefined,
      ),
      listeners?.on_port.some(({ process }) => process?.stopped) && 'the process is stopped',
    ],
    next: ({ port }) => [`ss -ltnp 'sport = :${port}'`, 'nstat -az TcpExtListenOverflows'],
  },
  {
    reason: 'process_is_stopped',
    fault: 'target',
    when: ({ evidence: { listeners } }) =>
      listeners?.on_port.some(({ process }) => process?.stopped) && 'certain',
    text: ({ evidence: { listeners } }) =>
      `The kernel accepts the connection, but ${processOf(listeners?.on_port[0])} is stopped and serves nobody`,
    evidence: ({ evidence: { listeners } }) => [
      `process ${listeners?.on_port[0]?.process?.pid} is in state T`,
    ],
    next: ({ evidence: { listeners } }) => [`kill -CONT ${listeners?.on_port[0]?.process?.pid}`],
  },
  {
    reason: 'listens_on_another_address',
    fault: 'target',
    when: ({ failure, evidence: { listeners }, context: { address } }) => {
      if (failure !== 'refused' || !address || !listeners || listeners.on_port.length === 0)
        return false
      return !listeners.on_port.some((listener) => mayListenOn(listener, address)) && 'certain'
    },
    text: ({ host, port, evidence: { listeners } }) => {
      const bound = listeners?.on_port.map(({ address }) => hostAndPort(address, port)).join(', ')
      return `${processOf(listeners?.on_port[0])} listens on ${bound} only; you asked for ${hostAndPort(host, port)}`
    },
    evidence: ({ evidence: { listeners }, port }) =>
      (listeners?.on_port ?? []).map(
        ({ address }) => `a socket is bound to ${hostAndPort(address, port)}`,
      ),
    next: ({ port }) => [`ss -ltnp 'sport = :${port}'`],
  },
  {
    reason: 'listens_on_another_port',
    fault: 'target',
    when: (facts) => {
      if (facts.failure !== 'refused' && facts.failure !== 'timeout') return false
      if (sameServiceElsewhere(facts)) return 'certain'
      return facts.failure === 'refused' && listensElsewhere(facts) && 'likely'
    },
    text: (facts) => {
      const service = sameServiceElsewhere(facts)
      if (service)
        return `${processOf(service)} listens on port ${service.port}, not on ${facts.port}`
      return `Nothing listens on port ${facts.port}, but something does on ${openControlPorts(facts).join(', ')}`
    },
    evidence: (facts) => openControlPorts(facts).map((port) => `port ${port} connects`),
    next: (facts) => [
      `ss -ltnp`,
      ...openControlPorts(facts).map((port) => `check-tcp ${facts.host} ${port}`),
    ],
  },
  {
    reason: 'accepted_then_closed',
    fault: 'target',
    goesWith: ['packets_are_lost'],
    when: ({ evidence: { hold }, result }) =>
      result.connected && (hold?.outcome === 'closed' || hold?.outcome === 'reset') && 'likely',
    text: ({ target }) => `${target} accepts the connection and closes it at once`,
    evidence: ({ evidence: { hold } }) => [
      `${hold?.outcome === 'reset' ? 'a RST' : 'a FIN'} came ${milliseconds(hold?.after)} after the handshake, before any data was sent`,
    ],
    next: ({ target }) => [`journalctl -u SERVICE`, `curl -v telnet://${target}`],
  },
  {
    reason: 'reset_after_the_handshake',
    fault: 'target',
    when: ({ failure }) => failure === 'connection_reset' && 'likely',
    text: ({ target }) => `${target} accepts the connection and resets it at once`,
    evidence: ({ code }) => [`the system said ${code}`],
    next: ({ target }) => [`journalctl -u SERVICE`, `curl -v telnet://${target}`],
  },
  {
    reason: 'nothing_listens',
    fault: 'target',
    when: (facts) => {
      const { failure, evidence, isThisMachine } = facts
      // Said there already, and what listens instead.
      if (failure !== 'refused' || listensElsewhere(facts)) return false
      if (isThisMachine && evidence.listeners)
        return evidence.listeners.on_port.length === 0 && 'certain'
      if (evidence.refusal?.answer === 'icmp' || answererIsNearer(facts)) return 'possible'
      return 'likely'
    },
    text: ({ host, port }) => `Nothing listens on port ${port} of ${host}`,
    evidence: (facts) => [
      facts.evidence.refusal?.answer === 'rst' && 'a RST refused the connection',
      hopsOf(facts) !== undefined && `it came from ${counted(hopsOf(facts) ?? 0, 'hop')} away`,
      facts.evidence.listeners && `no socket of this machine listens on port ${facts.port}`,
      facts.cause === 'self_connect' &&
        'the kernel connected the port to itself, which was detected',
      ...facts.signsOfLife,
    ],
    next: ({ port }) => [`ss -ltnp 'sport = :${port}'`, 'systemctl status SERVICE'],
  },
]

function processOf(listener: Listener | undefined): string {
  return listener?.process?.name ?? 'The service'
}

function openControlPorts({ evidence, unused }: Facts): readonly number[] {
  if (unused?.connected) return []
  return (evidence.control_ports ?? []).flatMap(({ port, connected }) => (connected ? [port] : []))
}

function listensElsewhere(facts: Facts): boolean {
  return sameServiceElsewhere(facts) !== undefined || openControlPorts(facts).length > 0
}

/** A process of this machine that bears the name of the port's usual service, and listens elsewhere. */
function sameServiceElsewhere({ evidence: { listeners }, port }: Facts): Listener | undefined {
  const service = SERVICE_NAMES[port]?.toLowerCase()
  if (!service || !listeners || listeners.on_port.length > 0) return undefined
  return listeners.elsewhere.find(({ process, address }) => {
    const [name] = process?.name.toLowerCase().replace(/d$/, '').split(/[-_.]/) ?? []
    return (
      name &&
      name.length > 2 &&
      service.startsWith(name) &&
      ANY_ADDRESS.concat('127.0.0.1', '::1').includes(address)
    )
  })
}
