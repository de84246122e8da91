import { describe, expect, it } from 'vitest'
import { expandTargets } from './expand-targets.js'

const findService = (name: string) => (name === 'imap-ssl' ? 993 : undefined)

function expanded(word: string): string[] | string {
  const result = expandTargets(word, findService)
  if ('problem' in result) return result.problem
  return [...result.targets].map(({ host, port }) => `${host} ${port}`)
}

describe('expandTargets', () => {
  it.each([
    ['db:5432', ['db 5432']],
    ['https://db', ['db 443']],
    ['[::1]:22,443', ['::1 22', '::1 443']],
    ['db:redis,5432', ['db 6379', 'db 5432']],
    ['db:imap-ssl', ['db 993']],
    ['db:8000-8002', ['db 8000', 'db 8001', 'db 8002']],
    ['db:80,79-81', ['db 80', 'db 79', 'db 81']],
    ['10.0.0.0/30:22', ['10.0.0.1 22', '10.0.0.2 22']],
    ['10.0.0.5/31:22', ['10.0.0.4 22', '10.0.0.5 22']],
    ['10.0.0.5/32:22', ['10.0.0.5 22']],
    ['10.0.0.254-255:22', ['10.0.0.254 22', '10.0.0.255 22']],
    ['10.0.0.7-7:22,23', ['10.0.0.7 22', '10.0.0.7 23']],
    ['db:22/tcp,443/tcp', ['db 22', 'db 443']],
    ['root@db:22,23', ['db 22', 'db 23']],
    ['10.0.0.0/30:22,443', ['10.0.0.1 22', '10.0.0.1 443', '10.0.0.2 22', '10.0.0.2 443']],
  ])('%s stands for %j', (word, targets) => {
    expect(expanded(word)).toEqual(targets)
  })

  it('leaves out the network and broadcast address of a block, and counts without making the targets', () => {
    const result = expandTargets('10.0.0.0/8:22')
    expect(result).toMatchObject({ count: 2 ** 24 - 2, hosts: 2 ** 24 - 2, ports: 1 })
    const block = expandTargets('255.255.255.0/24:22')
    if ('problem' in block) throw new Error(block.problem)
    expect([...block.targets]).toHaveLength(254)
    const hosts = [...block.targets].map(({ host }) => host)
    expect([hosts.length, hosts[0], hosts.at(-1)]).toEqual([
      254,
      '255.255.255.1',
      '255.255.255.254',
    ])
  })

  it.each([
    ['db', /has no port/],
    ['10.0.0.20-10:22', /its last part goes from 0 to 255/],
    ['10.0.0.1-256:22', /its last part goes from 0 to 255/],
    ['db:80,', /has an empty part/],
    ['db:90-80', /is empty; write 80-90/],
    ['10.0.0.0/33:22', /0 to 32 bits/],
    ['10.0.0.0/0:22', /stands for 4,294,967,294 targets; at most 16,777,216 are allowed/],
    ['[2001:db8::/64]:22', /IPv6 addresses are too large/],
    ['db/24:22', /not a block of IPv4/],
  ])('%s is refused: %s', (word, problem) => {
    expect(expanded(word)).toMatch(problem)
  })

  it('tells of a port that does not exist once', () => {
    expect(expanded('db:80,70000')).toMatch(/out of range/)
    expect(expanded('10.0.0.0/8:0,80')).toMatch(/^port "0" is out of range/)
    expect(expanded('db:1-99999')).toMatch(/goes past 65535/)
  })
})
