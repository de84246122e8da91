import { describe, expect, it } from 'vitest'
import { parseIpAddress } from '../core/target/ip-address.js'
import { allowAll, createPolicy, denyNetworks, policyForOthers } from './policy.js'
import type { PolicyRule, RuleConditions, Subject } from './rules/rule.js'

function address(text: string) {
  const parsed = parseIpAddress(text)
  if (!parsed) throw new Error(`${text} is no address`)
  return parsed
}

function decide(
  rules: readonly PolicyRule[],
  text: string,
  port = 80,
  subject: Partial<Subject> = {},
) {
  return createPolicy({ rules }).decide(address(text), port, { name: undefined, ...subject })
}

const PORTS = [
  0,
  65_536,
  1.5,
  -1,
  '',
  '80-',
  '-80',
  '90-80',
  '0-80',
  '80-65536',
  '1-2-3',
  ' 80',
  'a80',
  '80a',
]

const HOSTS = ['*.*', '', '.', 'a..b', '.a', 'a.*', 'a*', '*a', 'a b', 'a/b', 'dömäne', '**', 'a\n']

/** Conditions that cannot be read, their words in the rule's name, and what is said of them. */
const UNREADABLE: readonly [RuleConditions, string, string][] = [
  ...['10.0.0.0/33', 'privat', 'toString'].map((network): [RuleConditions, string, string] => [
    { networks: ['10.0.0.0/8', network] },
    `networks 10.0.0.0/8 ${network}`,
    'network must be an address, a CIDR block such as 10.0.0.0/8, or one of loopback, link-local, multicast, ' +
      `broadcast, unspecified, private, shared-address-space, metadata, got ${network}`,
  ]),
  ...PORTS.map((port): [RuleConditions, string, string] => [
    { ports: [22, port] },
    `ports 22 ${port}`,
    `port must be 1 to 65535 or a range such as 8000-8010, got ${port}`,
  ]),
  ...HOSTS.map((host): [RuleConditions, string, string] => [
    { hosts: ['db', host] },
    `hosts db ${host}`,
    `host must be a name in ASCII, *.example.com or *, got ${host}`,
  ]),
]

describe('a policy', () => {
  it('holds a rule for hosts against the name as it was asked for and as a search domain completed it', () => {
    const deny: readonly PolicyRule[] = [{ deny: { hosts: ['*.example.com', 'web'] } }]
    const found = (name: string, fullName?: string) =>
      decide(deny, '192.0.2.1', 80, { name, fullName }).allowed
    expect(found('db', 'db.example.com')).toBe(false)
    expect(found('web', 'web.example.org')).toBe(false)
    expect(found('db', 'db.example.org')).toBe(true)
    expect(found('db')).toBe(true)
  })

  it('goes by the first rule that matches, and by its default where none does', () => {
    const rules = [{ allow: { networks: ['10.1.0.0/16'] } }, { deny: { networks: ['10.0.0.0/8'] } }]
    expect(decide(rules, '10.1.2.3')).toMatchObject({ allowed: true })
    expect(decide(rules, '10.2.2.3')).toEqual({
      allowed: false,
      rule: 'rule 2: deny networks 10.0.0.0/8',
    })
    expect(decide(rules, '192.0.2.1')).toMatchObject({ allowed: true, rule: 'default: allow' })
    const closed = createPolicy({ rules, default: 'deny' })
    expect(closed.decide(address('192.0.2.1'), 80, { name: undefined })).toEqual({
      allowed: false,
      rule: 'default: deny',
    })
  })

  it('wants every condition of a rule, and one of each list', () => {
    const rules = [{ deny: { networks: ['private'], ports: [22, '8000-8010'], callers: ['api'] } }]
    const denied = (text: string, port: number, caller?: string) =>
      !decide(rules, text, port, { caller }).allowed
    expect(denied('192.168.1.1', 22, 'api')).toBe(true)
    expect(denied('192.168.1.1', 8_005, 'api')).toBe(true)
    expect(denied('192.168.1.1', 8_011, 'api')).toBe(false)
    expect(denied('192.0.2.1', 22, 'api')).toBe(false)
    expect(denied('192.168.1.1', 22)).toBe(false)
  })

  it('calls each rule by its place and its words', () => {
    const deny = { networks: ['10.0.0.0/8', '::1'], ports: [22, '80-90'], tags: ['x'] }
    expect(decide([{ allow: { callers: ['api'] } }, { deny }], '::1', 22, { tags: ['x'] })).toEqual(
      {
        allowed: false,
        rule: 'rule 2: deny networks 10.0.0.0/8 ::1, ports 22 80-90, tags x',
      },
    )
    expect(decide([{ allow: { networks: ['private'] } }], '10.0.0.1')).toMatchObject({
      rule: 'rule 1: allow networks private',
    })
    expect(decide([{ deny: {} }], '::1')).toEqual({ allowed: false, rule: 'rule 1: deny' })
  })

  it('calls rules by the names that it is given, and by their place where there is none', () => {
    const rules = [{ deny: { ports: [22] } }, { deny: { ports: [23] } }]
    const policy = createPolicy({ rules, names: ['no shells'] })
    expect(policy.decide(address('::1'), 22, { name: undefined })).toEqual({
      allowed: false,
      rule: 'no shells',
    })
    expect(policy.decide(address('::1'), 23, { name: undefined })).toEqual({
      allowed: false,
      rule: 'rule 2',
    })
  })

  it('tells what a rule allows from what no rule denies', () => {
    const allow = [{ allow: { ports: [80] } }]
    expect(decide(allow, '::1', 80)).toEqual({
      allowed: true,
      address: address('::1'),
      rule: 'rule 1: allow ports 80',
      byRule: true,
    })
    expect(decide(allow, '::1', 81)).toEqual({
      allowed: true,
      address: address('::1'),
      rule: 'default: allow',
      byRule: false,
    })
  })

  it('has the limits that it is given, and refuses those that are none', () => {
    const limits = { rate: 5 }
    expect(createPolicy({ rules: [], limits }).limits).toEqual(limits)
    expect(createPolicy({ rules: [] }).limits).toEqual({})
    expect(() => createPolicy({ rules: [], limits: { rate: 0 } })).toThrow(RangeError)
  })

  it.each([
    [1, 1, true],
    ['1', 1, true],
    ['65535', 65_535, true],
    ['8000-8010', 7_999, false],
    ['8000-8010', 8_000, true],
    ['8000-8010', 8_010, true],
    ['8000-8010', 8_011, false],
    ['1-65535', 1, true],
    ['443-443', 443, true],
  ])('takes for the ports %s the port %s: %s', (ports, port, expected) => {
    expect(decide([{ deny: { ports: [ports] } }], '::1', port).allowed).toBe(!expected)
  })

  it('takes one of several ports, tags and names', () => {
    const denied = (deny: RuleConditions, subject: Partial<Subject> = {}) =>
      !decide([{ deny }], '::1', 22, subject).allowed
    expect(denied({ ports: [80, 22] })).toBe(true)
    expect(denied({ ports: [80, 443] })).toBe(false)
    expect(denied({ tags: ['a', 'b'] }, { tags: ['b'] })).toBe(true)
    expect(denied({ hosts: ['a', 'b'] }, { name: 'b' })).toBe(true)
    expect(denied({ callers: ['a', 'b'] }, { caller: 'b' })).toBe(true)
    expect(denied({ callers: ['a', 'b'] }, { caller: 'c' })).toBe(false)
    expect(denied({ callers: ['a', 'b'] })).toBe(false)
  })

  it.each([
    ['db.example.com', 'db.example.com', true],
    ['DB.example.com.', 'db.example.com', true],
    ['example.com', '*.example.com', false],
    ['a.b.example.com', '*.example.com', true],
    ['badexample.com', '*.example.com', false],
    ['DB.Example.com.', '*.EXAMPLE.com.', true],
    ['db.example.com', 'DB.Example.COM.', true],
    ['db.example.community', 'db.example.com', false],
    ['db.example.com', 'example.com', false],
    ['db_1.example-2.com', 'db_1.example-2.com', true],
    ['db', 'db', true],
    ['anything', '*', true],
    [undefined, '*', false],
  ])('takes the name %s for %s: %s', (name, pattern, expected) => {
    const { allowed } = decide([{ deny: { hosts: [pattern] } }], '192.0.2.1', 80, { name })
    expect(!allowed).toBe(expected)
  })

  it('goes by tags', () => {
    const rules = [{ deny: { tags: ['production'] } }]
    expect(decide(rules, '192.0.2.1', 80, { tags: ['web', 'production'] }).allowed).toBe(false)
    expect(decide(rules, '192.0.2.1', 80, { tags: ['web'] }).allowed).toBe(true)
    expect(decide(rules, '192.0.2.1').allowed).toBe(true)
  })

  it.each(UNREADABLE)('refuses %j with the rule and what is allowed', (deny, words, message) => {
    const create = () => createPolicy({ rules: [{ allow: {} }, { deny }] })
    expect(create).toThrow(new RangeError(`rule 2: deny ${words}: ${message}`))
  })
})

describe("this machine's own IPv6 address", () => {
  it('carries no IPv4 address, so that a rule for ::1 alone decides about it', () => {
    for (const networks of [['::1'], ['loopback']]) {
      const policy = createPolicy({ rules: [{ allow: { networks } }], default: 'deny' })
      expect(policy.decide(address('::1'), 80, { name: undefined }).allowed).toBe(true)
    }
    expect(decide([{ deny: { networks: ['0.0.0.0/8'] } }], '::1').allowed).toBe(true)
  })
})

describe('denyNetworks', () => {
  it('denies the networks, which name what denied an address', () => {
    const policy = denyNetworks(['10.0.0.0/8', 'private'])
    expect(policy.decide(address('10.0.0.1'), 80, { name: undefined })).toEqual({
      allowed: false,
      rule: 'deny 10.0.0.0/8',
    })
    expect(policy.decide(address('172.16.0.1'), 80, { name: undefined })).toEqual({
      allowed: false,
      rule: 'deny private',
    })
    expect(policy.decide(address('192.0.2.1'), 80, { name: undefined }).allowed).toBe(true)
  })
})

describe('addresses that carry an IPv4 address', () => {
  const CARRIERS = [
    ['64:ff9b::a00:1', 'NAT64'],
    ['2002:a00:1::', '6to4'],
    ['2001:0:4136:e378:8000:63bf:f5ff:fffe', 'Teredo'],
    ['::10.0.0.1', 'IPv4-compatible'],
    ['::ffff:10.0.0.1', 'IPv4-mapped'],
  ] as const

  it.each(CARRIERS)('%s (%s) is denied where 10.0.0.1 is', (text) => {
    expect(decide([{ deny: { networks: ['10.0.0.0/8'] } }], text).allowed).toBe(false)
  })

  it('are allowed only where both addresses are', () => {
    const both = { networks: ['64:ff9b::/96', '10.0.0.0/8'] }
    const policy = (networks: string[]) =>
      createPolicy({ rules: [{ allow: { networks } }], default: 'deny' })
    const carrier = address('64:ff9b::a00:1')
    expect(policy(both.networks).decide(carrier, 80, { name: undefined }).allowed).toBe(true)
    expect(policy(['64:ff9b::/96']).decide(carrier, 80, { name: undefined }).allowed).toBe(false)
    expect(policy(['10.0.0.0/8']).decide(carrier, 80, { name: undefined }).allowed).toBe(false)
  })
})

describe('policyForOthers', () => {
  it.each([
    '127.0.0.1',
    '::1',
    '169.254.169.254',
    'fe80::1%eth0',
    'fd00:ec2::254',
    '224.0.0.1',
    '255.255.255.255',
    '0.1.2.3',
    '169.254.170.2',
    '100.100.100.200',
    '64:ff9b::7f00:1',
    '::ffff:127.0.0.1',
  ])('denies %s', (text) => {
    expect(policyForOthers().decide(address(text), 80, { name: undefined }).allowed).toBe(false)
  })

  it('lets the rest of the world through, as allowAll does', () => {
    for (const policy of [policyForOthers(), allowAll]) {
      expect(policy.decide(address('192.0.2.1'), 80, { name: undefined }).allowed).toBe(true)
    }
  })
})
