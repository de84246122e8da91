import { FAILURE_NAMES } from '../packages/check-tcp/dist/core/failure.js'

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
    addresses: { type: 'array', items: addressSchema },
  },
  required: ['attempt', 'connected', 'dns_time', 'total_time', 'addresses'],
  additionalProperties: false,
}

const details = {
  type: 'object',
  properties: {
    ...failureKeys,
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
        connected: { const: true },
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
        connected: { const: false },
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
