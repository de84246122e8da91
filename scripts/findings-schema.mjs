const text = { type: 'string' }
const flag = { type: 'boolean' }
const count = { type: 'integer', minimum: 0 }
const seconds = { type: 'number', minimum: 0 }
const port = { type: 'integer', minimum: 1, maximum: 65_535 }
const ttl = { type: 'integer', minimum: 1, maximum: 255 }
const texts = { type: 'array', items: text }

/** An object whose keys are all there, but for the optional ones. */
function object(properties, optional = {}) {
  return {
    type: 'object',
    properties: { ...properties, ...optional },
    required: Object.keys(properties),
    additionalProperties: false,
  }
}

const icmp = object({ meaning: text, from: text })

const nameAnswer = object(
  { outcome: { enum: ['addresses', 'none', 'failed', 'local'] }, addresses: texts, time: seconds },
  { code: text, cause: text },
)

const pathOfPort = object(
  {
    port,
    hops: { type: 'array', items: { type: ['string', 'null'] } },
    answer: { enum: ['connected', 'refused', 'rejected', 'silence'] },
  },
  { answered_at: ttl, icmp },
)

const listener = object(
  { address: text, port },
  {
    both_families: { type: 'boolean' },
    process: object({ pid: count, name: text, stopped: flag }),
    accept_queue: object({ waiting: count, backlog: count }),
  },
)

/** JSON Schema of what each probe finds; `address` is that of an address in a result. */
export function findingsSchema(address) {
  const nameServer = object({ server: text, name: text, ipv4: nameAnswer, ipv6: nameAnswer })
  const controlPort = object(
    { port, unused: flag, connected: flag, connect_time: seconds },
    { failure: text, code: text },
  )
  return {
    name: object(
      {
        name: text,
        name_servers: { type: 'array', items: nameServer },
        search: texts,
        candidates: texts,
      },
      { hosts_file: texts, served_address_connects: flag },
    ),
    route: object(
      { address: text, down_interfaces: texts },
      {
        dead: { enum: ['unreachable', 'prohibit', 'blackhole', 'none'] },
        source_address: text,
        interface: text,
        interface_state: text,
        gateway: text,
        neighbour: object({ address: text, state: text }),
      },
    ),
    echo: object({ answered: flag }, { round_trip: seconds, ttl, said: text }),
    control_ports: { type: 'array', items: controlPort },
    path: object({ port: pathOfPort }, { control: pathOfPort }),
    refusal: object(
      { answer: { enum: ['rst', 'icmp', 'silence', 'connected', 'error'] } },
      { icmp, rst_ttl: ttl, control_rst_ttl: ttl },
    ),
    stray_segment: object({ answered: flag }),
    hold: object({
      outcome: { enum: ['held', 'spoke', 'closed', 'reset', 'not_connected'] },
      after: seconds,
    }),
    addresses: object({ each: { type: 'array', items: address } }, { other: address }),
    listeners: object({
      on_port: { type: 'array', items: listener },
      elsewhere: { type: 'array', items: listener },
    }),
    prober: object({
      descriptors: object({ open: count, limit: count }),
      ephemeral_ports: object({ first: count, last: count }),
      sockets_to_target: count,
      time_wait_to_target: count,
      proxies: texts,
    }),
    sending: object({
      interface: text,
      left: flag,
      control_left: flag,
      failed_retransmits: count,
    }),
    own_firewall: object({
      rules: { type: 'array', items: object({ rule: text, certain: flag }) },
    }),
  }
}
