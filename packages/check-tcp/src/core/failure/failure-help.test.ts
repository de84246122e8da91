import { describe, expect, it } from 'vitest'
import { FAILURES } from './failure.js'
import { adviceOn, kindOfHelp, meaningOf } from './failure-help.js'

describe('what is said of a failure', () => {
  it("is the table's where nothing more is known", () => {
    expect(meaningOf({ failure: 'refused' })).toBe(FAILURES.refused.meaning)
    expect(adviceOn({ failure: 'refused', cause: 'self_connect' })).toBe(FAILURES.refused.advice)
    expect(kindOfHelp({ failure: 'refused', cause: 'constructor' })).toBe('refused')
  })

  it.each([
    ['refused', 'own_firewall', 'own firewall rejected'],
    ['timeout', 'dropped_by_this_machine', 'dropped its own packets'],
    ['network_unreachable', 'link_down', 'no link'],
    ['network_unreachable', 'route_discards', 'blackhole route of this machine'],
    ['network_unreachable', 'gateway_silent', 'gateway does not answer'],
  ] as const)('of %s does not send people to the target where %s', (failure, cause, words) => {
    const help = { failure, cause }
    expect(meaningOf(help)).toContain(words)
    expect(adviceOn(help).join()).not.toContain('target host')
    expect(kindOfHelp(help)).toBe(cause)
  })

  it('of a prohibited connection begins with where to look, and goes on with the usual', () => {
    const help = { failure: 'permission_denied', cause: 'prohibited_by_route_or_firewall' } as const
    expect(adviceOn(help)[0]).toContain('`ip route`')
    expect(adviceOn(help).slice(1)).toEqual(FAILURES.permission_denied.advice)
  })
})
