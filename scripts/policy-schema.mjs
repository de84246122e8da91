import { ADDRESS_CLASSES } from '../packages/check-tcp/dist/policy/address-classes.js'

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
  description: `Connects a second ${of}`,
})

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
      description: 'How fast; kept together by all processes of one user',
    },
    default: { enum: ['allow', 'deny'], default: 'allow', description: 'Where no rule matches' },
  },
  additionalProperties: false,
}
