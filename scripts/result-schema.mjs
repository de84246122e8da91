import { FAILURE_NAMES } from '../packages/check-tcp/dist/core/failure/failure.js'

const seconds = { type: 'number', minimum: 0 }
const text = { type: 'string' }
const count = { type: 'integer', minimum: 0 }
const port = { type: 'integer', minimum: 1, maximum: 65_535 }
const family = { enum: [4, 6] }

const failureKeys = {
  failure: { enum: FAILURE_NAMES, description: 'Why there was no connection' },
  fault: {
    enum: ['target', 'network', 'dns', 'local', 'policy'],
    description: 'Whose fault it is',
  },
  code: { ...text, description: "The system's code, such as ECONNREFUSED" },
  cause: { ...text, description: 'What lies behind the failure, where more is known' },
}

const nameServers = {
  name_servers: {
    type: 'array',
    items: text,
    description: 'The name servers that the failure is said of',
  },
}

const connectionKeys = {
  address: text,
  family,
  source_address: text,
  source_port: port,
  syn_retransmits: { ...count, description: 'SYNs sent again: packet loss, not latency' },
}

export const addressSchema = {
  type: 'object',
  properties: {
    ...connectionKeys,
    connected: { type: 'boolean' },
    connect_time: seconds,
    self_connects: { ...count, description: 'Connections to itself that were seen through' },
    ...failureKeys,
  },
  required: ['address', 'family', 'connected', 'connect_time'],
  additionalProperties: false,
}

const attempt = {
  type: 'object',
  properties: {
    attempt: { type: 'integer', minimum: 1 },
    connected: { type: 'boolean' },
    dns_time: seconds,
    total_time: seconds,
    ...failureKeys,
    ...nameServers,
    addresses: { type: 'array', items: addressSchema },
  },
  required: ['attempt', 'connected', 'dns_time', 'total_time', 'addresses'],
  additionalProperties: false,
}

const tls = {
  type: 'object',
  properties: {
    version: text,
    cipher: { ...text, description: 'The cipher suite by its name in the standards' },
    trusted: { type: 'boolean', description: 'Whether the certificate is trusted for the name' },
    distrust: { ...text, description: "Why it is not trusted, as OpenSSL's code" },
    subject: text,
    issuer: text,
    names: {
      type: 'array',
      items: text,
      description: 'The DNS names and addresses that the certificate is for',
    },
    valid_from: { type: 'string', format: 'date-time' },
    valid_to: { type: 'string', format: 'date-time' },
    days_left: { type: 'integer', description: 'Whole days until valid_to' },
    earliest_expiry: {
      type: 'string',
      format: 'date-time',
      description: 'When the first certificate of the chain expires',
    },
    earliest_expiry_subject: {
      ...text,
      description: "Whose certificate that is, where it is not the server's own",
    },
    expires_in: { ...seconds, description: 'How long before that counts as soon, where asked' },
    serial_number: text,
    fingerprint_sha256: text,
  },
  required: ['version', 'trusted'],
  additionalProperties: false,
}

const details = {
  type: 'object',
  properties: {
    ...failureKeys,
    ...nameServers,
    advice: { type: 'array', items: text, description: 'What to do next' },
    ...connectionKeys,
    engine: { enum: ['node', 'native'] },
    name: {
      ...text,
      description: 'The name that was looked up, where it is spelled otherwise than host',
    },
    dns_time: seconds,
    connect_time: seconds,
    total_time: seconds,
    waited: {
      ...seconds,
      description:
        'What the check waited for its turns, where limits are set; part of no other time',
    },
    proven: {
      type: 'array',
      items: { enum: ['tcp', 'tls', 'answer', 'hold'] },
      description: 'Which layers were proven, where more than a connection was asked for',
    },
    tls,
    received: { ...text, description: 'The beginning of what the service said' },
    banner: { ...text, description: "What the service's greeting was recognised as" },
    answer_time: { ...seconds, description: 'Seconds from the connection to the answer' },
    found: {
      enum: ['open', 'refused', 'filtered', 'unknown'],
      description: 'What was found, where something else than an open port was expected',
    },
    expiring: {
      const: true,
      description: 'A certificate of the chain expires sooner than expires_in of tls',
    },
    expected_response_time: { ...seconds, description: 'What the check was told to expect' },
    slow: { const: true, description: 'It took longer than expected_response_time' },
    attempts: { type: 'array', items: attempt },
  },
  required: ['engine', 'dns_time', 'connect_time', 'total_time', 'attempts'],
  additionalProperties: false,
}

const common = {
  host: text,
  port,
  attempts: { ...count, description: 'Attempts made' },
  timestamp: {
    type: 'string',
    format: 'date-time',
    description: 'When the check was decided, UTC',
  },
}

/** JSON Schema of what a check answers. */
export const resultSchema = {
  title: 'Result of check_tcp_connection',
  oneOf: [
    {
      type: 'object',
      properties: {
        status: { const: 'success' },
        ...common,
        connected: {
          type: 'boolean',
          description: 'False where something else than an open port was expected',
        },
        response_time: { ...seconds, description: 'Seconds of the handshake alone' },
        details,
      },
      required: [
        'status',
        'host',
        'port',
        'connected',
        'response_time',
        'attempts',
        'timestamp',
        'details',
      ],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: {
        status: { const: 'error' },
        ...common,
        connected: {
          type: 'boolean',
          description: 'True where a connection was not all that was expected',
        },
        error: text,
        response_time: {
          ...seconds,
          description: "Seconds from the first attempt's start to the verdict",
        },
        details: { ...details, required: ['failure', 'fault', 'advice', ...details.required] },
      },
      required: [
        'status',
        'host',
        'port',
        'connected',
        'error',
        'attempts',
        'response_time',
        'timestamp',
        'details',
      ],
      additionalProperties: false,
    },
  ],
}
