import { describe, expect, it } from 'vitest'
import { parseIpAddress } from '../../core/target/ip-address.js'
import { blockingRules } from './nft-rules.js'

const address = parseIpAddress('192.0.2.2')
const PORT = 5432

/** A chain of the output hook with one rule, as nft(8) prints it. */
function rulesOf(rule: string, chain = '') {
  const ruleset = `table inet filter {
	chain out {
		type filter hook output priority filter; policy accept;
		${rule}
	}
	${chain}
}`
  return address ? blockingRules(ruleset, address, PORT) : []
}

describe('the rules of nft that block a port', () => {
  it.each([
    ['tcp dport 5432 drop', true],
    ['meta nfproto ipv4 tcp dport 5432 reject with tcp reset', true],
    ['ip daddr 192.0.2.2 tcp dport { 22, 5000-6000 } drop', true],
    ['meta l4proto tcp drop', false],
    ['tcp dport 5432 limit rate 1/second drop', false],
    ['ip daddr @blocked drop', false],
    ['tcp dport @blocked drop', true],
  ])('%s is found (certain: %s)', (rule, certain) => {
    expect(rulesOf(rule)).toEqual([{ rule, certain }])
  })

  it.each([
    'tcp dport 5433 drop',
    'tcp dport { 22, 80 } drop',
    'udp dport 5432 drop',
    'meta nfproto ipv6 tcp dport 5432 drop',
    'ip daddr 192.0.2.3 tcp dport 5432 drop',
    'tcp dport 5432 accept',
  ])('%s is passed over', (rule) => {
    expect(rulesOf(rule)).toEqual([])
  })

  it('are followed into the chains that they jump to, once', () => {
    const found = rulesOf('jump apps', 'chain apps {\n tcp dport 5432 drop\n jump apps\n}')
    expect(found).toEqual([{ rule: 'tcp dport 5432 drop', certain: true }])
  })

  it('are not looked for in chains of other hooks', () => {
    const chain =
      'chain in {\n type filter hook input priority 0; policy drop;\n tcp dport 5432 drop\n}'
    expect(rulesOf('accept', chain)).toEqual([])
  })
})
