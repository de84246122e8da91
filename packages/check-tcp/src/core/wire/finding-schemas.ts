import * as v from 'valibot'
import { FAILURE_NAMES } from '../failure/failure.js'
import { addressSchema } from './result-schema.js'
import { count, flag, port, seconds, text, texts } from './schema-words.js'

// For generators and tests, as `result-schema.ts`.

/** Of a packet that came: TTL of IPv4, hop limit of IPv6. */
const ttl = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(255))

const icmp = v.strictObject({ meaning: text, from: text })

const nameAnswer = v.strictObject({
  outcome: v.picklist(['addresses', 'none', 'failed', 'local']),
  addresses: texts,
  time: seconds,
  code: v.exactOptional(text),
  cause: v.exactOptional(text),
})

const pathOfPort = v.strictObject({
  port,
  hops: v.array(v.nullable(text)),
  answer: v.picklist(['connected', 'refused', 'rejected', 'silence']),
  answered_at: v.exactOptional(ttl),
  icmp: v.exactOptional(icmp),
})

const listener = v.strictObject({
  address: text,
  port,
  both_families: v.exactOptional(flag),
  process: v.exactOptional(v.strictObject({ pid: count, name: text, stopped: flag })),
  accept_queue: v.exactOptional(v.strictObject({ waiting: count, backlog: count })),
})

/** What each probe of an explanation finds, by its name. */
export const FINDING_SCHEMAS = {
  name: v.strictObject({
    name: text,
    name_servers: v.array(
      v.strictObject({ server: text, name: text, ipv4: nameAnswer, ipv6: nameAnswer }),
    ),
    search: texts,
    candidates: texts,
    hosts_file: v.exactOptional(texts),
    served_address_connects: v.exactOptional(flag),
  }),
  route: v.strictObject({
    address: text,
    down_interfaces: texts,
    dead: v.exactOptional(v.picklist(['unreachable', 'prohibit', 'blackhole', 'none'])),
    source_address: v.exactOptional(text),
    interface: v.exactOptional(text),
    interface_state: v.exactOptional(text),
    gateway: v.exactOptional(text),
    neighbour: v.exactOptional(v.strictObject({ address: text, state: text })),
  }),
  echo: v.strictObject({
    answered: flag,
    round_trip: v.exactOptional(seconds),
    ttl: v.exactOptional(ttl),
    said: v.exactOptional(text),
  }),
  control_ports: v.array(
    v.strictObject({
      port,
      unused: flag,
      connected: flag,
      connect_time: seconds,
      failure: v.exactOptional(v.picklist(FAILURE_NAMES)),
      code: v.exactOptional(text),
    }),
  ),
  path: v.strictObject({ port: pathOfPort, control: v.exactOptional(pathOfPort) }),
  refusal: v.strictObject({
    answer: v.picklist(['rst', 'icmp', 'silence', 'connected', 'error']),
    icmp: v.exactOptional(icmp),
    rst_ttl: v.exactOptional(ttl),
    control_rst_ttl: v.exactOptional(ttl),
  }),
  stray_segment: v.strictObject({ answered: flag }),
  hold: v.strictObject({
    outcome: v.picklist(['held', 'spoke', 'closed', 'reset', 'not_connected']),
    after: seconds,
  }),
  addresses: v.strictObject({
    each: v.array(addressSchema),
    other: v.exactOptional(addressSchema),
  }),
  listeners: v.strictObject({ on_port: v.array(listener), elsewhere: v.array(listener) }),
  prober: v.strictObject({
    descriptors: v.strictObject({ open: count, limit: count }),
    ephemeral_ports: v.strictObject({ first: count, last: count }),
    sockets_to_target: count,
    time_wait_to_target: count,
    proxies: texts,
  }),
  sending: v.strictObject({
    interface: text,
    left: flag,
    control_left: flag,
    failed_retransmits: count,
  }),
  own_firewall: v.strictObject({
    rules: v.array(v.strictObject({ rule: text, certain: flag })),
  }),
}
