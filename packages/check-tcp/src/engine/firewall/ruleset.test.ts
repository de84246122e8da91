import { describe, expect, it } from 'vitest'
import type { IpAddress } from '../../core/target/ip-address.js'
import { surelyResets } from './ruleset.js'

const IPV4: IpAddress = { text: '192.0.2.2', family: 4 }
const IPV6: IpAddress = { text: '2001:db8::2', family: 6 }

/** A chain of the output hook with these rules, as nft(8) prints it, and other chains. */
function rulesetOf(rules: readonly string[], { family = 'inet', others = '' } = {}): string {
  return `table ${family} filter {
	chain out {
		type filter hook output priority 0; policy accept;
		${rules.join('\n\t\t')}
	}
${others}
}
`
}

const RESET = 'reject with tcp reset'

describe('a RST of the own firewall', () => {
  it.each([
    `tcp dport 80 ${RESET}`,
    `meta nfproto ipv4 tcp dport 80 ${RESET}`,
    `ip daddr 192.0.2.2 tcp dport { 22, 79-81 } counter packets 1 bytes 60 log prefix "no way" ${RESET} comment "hey you"`,
    `ip daddr { 198.51.100.1, 192.0.2.0/24 } meta l4proto 6 ${RESET}`,
    `meta l4proto 6 ct state new counter ${RESET}`,
    `tcp flags syn / fin,syn,rst,ack ${RESET}`,
    RESET,
  ])('is seen in %s', (rule) => {
    expect(surelyResets(rulesetOf([rule]), IPV4, 80)).toBe(true)
  })

  it.each([
    ['of another port', [`tcp dport 81 ${RESET}`]],
    ['of another address', [`ip daddr 192.0.2.3 tcp dport 80 ${RESET}`]],
    ['of the other family', [`meta nfproto ipv6 tcp dport 80 ${RESET}`]],
    ['of another protocol', [`udp dport 80 ${RESET}`]],
    ['that asks what is not understood', [`meta skuid 0 tcp dport 80 ${RESET}`]],
    ['that names a set', [`tcp dport @bad ${RESET}`]],
    ['behind one that lets the packet pass', ['tcp dport 80 accept', `tcp dport 80 ${RESET}`]],
    ['behind one that may let it pass', ['meta mark 7 accept', `tcp dport 80 ${RESET}`]],
    ['behind one that may jump to it', ['oifname "eth0" jump pass', `tcp dport 80 ${RESET}`]],
    ['that gives another answer', ['tcp dport 80 reject with icmp port-unreachable']],
  ])('is not seen in a rule %s', (_, rules) => {
    const others = '\tchain pass {\n\t\taccept\n\t}'
    expect(surelyResets(rulesetOf(rules, { others }), IPV4, 80)).toBe(false)
  })

  it('is seen behind rules that are for others, or that at most drop', () => {
    const rules = ['ct state established,related accept', 'udp dport 80 accept', 'meta mark 7 drop']
    expect(surelyResets(rulesetOf([...rules, `tcp dport 80 ${RESET}`]), IPV4, 80)).toBe(true)
  })

  it('is seen in a chain that is jumped to, and not in one that nobody calls', () => {
    const others = `\tchain mine {\n\t\tip daddr 192.0.2.2 ${RESET}\n\t}`
    expect(surelyResets(rulesetOf(['ct state new jump mine'], { others }), IPV4, 80)).toBe(true)
    expect(surelyResets(rulesetOf(['tcp dport 81 jump mine'], { others }), IPV4, 80)).toBe(false)
    expect(surelyResets(rulesetOf([], { others }), IPV4, 80)).toBe(false)
  })

  it('is not looked for in the tables of the other family', () => {
    const ruleset = rulesetOf([`tcp dport 80 ${RESET}`], { family: 'ip' })
    expect(surelyResets(ruleset, IPV4, 80)).toBe(true)
    expect(surelyResets(ruleset, IPV6, 80)).toBe(false)
  })

  it('comes to an end where chains call each other', () => {
    const others = '\tchain a {\n\t\tjump b\n\t}\n\tchain b {\n\t\tjump a\n\t}'
    expect(surelyResets(rulesetOf(['jump a'], { others }), IPV4, 80)).toBe(false)
  })
})
