import { AUDIT_MODES, AUDIT_NUMBERS } from '../packages/check-tcp/dist/audit/audit-options.js'
import { ADDRESS_CLASSES } from '../packages/check-tcp/dist/policy/networks/address-classes.js'

const text = { type: 'string', minLength: 1 }

/** One value, or a list of them. */
function oneOrMany(item, description) {
  return { anyOf: [item, { type: 'array', items: item, minItems: 1 }], description }
}

const port = {
  anyOf: [
    { type: 'integer', minimum: 1, maximum: 65_535 },
    { type: 'string', pattern: '^\\d{1,5}(-\\d{1,5})?$' },
  ],
}

const conditions = {
  type: 'object',
  properties: {
    networks: oneOrMany(
      text,
      `Addresses, CIDR blocks, or classes: ${Object.keys(ADDRESS_CLASSES).join(', ')}`,
    ),
    hosts: oneOrMany(text, 'Names, *.example.com for all below one, or * for every name'),
    ports: oneOrMany(port, 'Numbers, or ranges such as 8000-8010'),
    tags: oneOrMany(text, 'Words that a check brings along'),
    callers: oneOrMany(text, 'Who asks, where a service passes checks of others on'),
  },
  minProperties: 1,
  additionalProperties: false,
}

const rule = (action) => ({
  type: 'object',
  properties: { [action]: conditions },
  required: [action],
  additionalProperties: false,
})

const rate = (of) => ({
  type: 'number',
  exclusiveMinimum: 0,
  description: `Connections per second ${of}`,
})

const auditNumber = (name, description) => {
  const { min, max, default: otherwise } = AUDIT_NUMBERS[name]
  const range = { type: 'integer', minimum: min, maximum: max }
  return { ...range, ...(otherwise === undefined ? {} : { default: otherwise }), description }
}

/** JSON Schema of a policy file. */
export const policySchema = {
  title: 'Policy: what may be checked',
  type: 'object',
  properties: {
    rules: {
      type: 'array',
      items: { oneOf: [rule('allow'), rule('deny')] },
      description: 'The first that matches an address of the target decides',
    },
    limits: {
      type: 'object',
      properties: {
        rate: rate('of everything together'),
        per_target: rate('with one host and port'),
        per_host: rate('with one host, whichever the port'),
        per_network: rate('with the addresses of one IPv4 /24 or IPv6 /48'),
      },
      minProperties: 1,
      additionalProperties: false,
      description: 'Rate limits; shared by all processes of one user',
    },
    audit: {
      type: 'object',
      properties: {
        directory: { ...text, description: 'Where the log is, relative to this file' },
        mode: {
          enum: AUDIT_MODES,
          default: 'strict',
          description:
            'strict: no result without its entry on disk; relaxed: a log that cannot be written is told, and checks go on',
        },
        checkpoint_interval: auditNumber(
          'checkpointInterval',
          'Seconds from a new entry to the signature that vouches for it',
        ),
        segment_bytes: auditNumber(
          'segmentBytes',
          'A file of entries that has grown so large is followed by a new one',
        ),
        retention_days: auditNumber('retentionDays', 'Of older entries only the hashes stay'),
        key: { ...text, description: 'File of the private key, created if it does not exist' },
      },
      required: ['directory'],
      additionalProperties: false,
      description: 'A record of every check',
    },
    default: { enum: ['allow', 'deny'], default: 'allow', description: 'Where no rule matches' },
  },
  additionalProperties: false,
}
