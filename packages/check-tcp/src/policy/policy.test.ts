import { describe, expect, it } from 'vitest'
import { parseIpAddress } from '../core/ip-address.js'
import { allowAll, createPolicy, policyForOthers } from './policy.js'
import type { PolicyRule, Subject } from './rule.js'

function address(text: string) {
  const parsed = parseIpAddress(text)
  if (!parsed) throw new Error(`${text} is no address`)
  return parsed
}

function decide(rules: readonly PolicyRule[], text: string, port = 80, subject: Subject = {}) {
  return createPolicy({ rules }).decide(address(text), port, subject)
}

describe('a policy', () => {
  it('goes by the first rule that matches, and by its default where none does', () => {
    const rules = [{ allow: { networks: ['10.1.0.0/16'] } }, { deny: { networks: ['10.0.0.0/8'] } }]
    expect(decide(rules, '10.1.2.3')).toMatchObject({ allowed: true })
    expect(decide(rules, '10.2.2.3')).toEqual({
      allowed: false,
      rule: 'rule 2: deny networks 10.0.0.0/8',
    })
    expect(decide(rules, '192.0.2.1')).toMatchObject({ allowed: true, rule: 'default: allow' })
    const closed = createPolicy({ rules, default: 'deny' })
    expect(closed.decide(address('192.0.2.1'), 80)).toEqual({
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

  it.each([
    ['db.example.com', 'db.example.com', true],
    ['DB.example.com.', 'db.example.com', true],
    ['example.com', '*.example.com', false],
    ['a.b.example.com', '*.example.com', true],
    ['badexample.com', '*.example.com', false],
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

  it.each([
    [{ networks: ['10.0.0.0/33'] }, /network must be .* got 10\.0\.0\.0\/33/],
    [{ networks: ['privat'] }, /one of loopback, .*, got privat/],
    [{ ports: [0] }, /port must be 1 to 65535/],
    [{ ports: ['90-80'] }, /a range such as 8000-8010, got 90-80/],
    [{ hosts: ['*.*'] }, /host must be a name/],
  ])('refuses %j with what is allowed', (conditions, message) => {
    expect(() => createPolicy({ rules: [{ deny: conditions }] })).toThrow(message)
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
    expect(policy(both.networks).decide(carrier, 80).allowed).toBe(true)
    expect(policy(['64:ff9b::/96']).decide(carrier, 80).allowed).toBe(false)
    expect(policy(['10.0.0.0/8']).decide(carrier, 80).allowed).toBe(false)
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
    '64:ff9b::7f00:1',
    '::ffff:127.0.0.1',
  ])('denies %s', (text) => {
    expect(policyForOthers().decide(address(text), 80).allowed).toBe(false)
  })

  it('lets the rest of the world through, as allowAll does', () => {
    for (const policy of [policyForOthers(), allowAll]) {
      expect(policy.decide(address('192.0.2.1'), 80).allowed).toBe(true)
    }
  })
})
