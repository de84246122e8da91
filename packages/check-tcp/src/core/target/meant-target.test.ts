import { describe, expect, it } from 'vitest'
import { expandTargets } from './expand-targets.js'
import { meantTargets } from './meant-target.js'

describe('meantTargets', () => {
  it.each([
    ['udp://host:53', 'host:53'],
    ['host:53/udp', 'host:53'],
    ['host:', 'host:443'],
    ['host', 'host:443'],
    ['host:-1', 'host:1'],
    ['::1', '[::1]:443'],
    ['::1:80', '[::1]:80'],
    ['2001:db8::1:8080', '[2001:db8::1]:8080'],
    ['2001:db8::1.80', '[2001:db8::1]:80'],
    ['[::1]', '[::1]:443'],
    ['[::1]80', '[::1]:80'],
    ['[localhost]:80', 'localhost:80'],
    ['http://::1:80/', 'http://[::1]:80/'],
    ['user@host', 'host:22'],
    ['user:secret@host', 'host:22'],
    ['git@host:org/repo.git', 'host:22'],
    ['HOST:80.', 'HOST:80'],
    ['host:80;', 'host:80'],
    ['"host:80"', 'host:80'],
    ['“host:80”', 'host:80'],
    ['<host>:80', 'host:80'],
    ['(host:80)', 'host:80'],
    ['host:８０', 'host:80'],
    ['host:80,', 'host:80'],
    ['host:,80', 'host:80'],
    ['host:80,,443', 'host:80,443'],
    ['host:80;443', 'host:80,443'],
    ['host::80', 'host:80'],
    ['host;80', 'host:80'],
    ['host=80', 'host:80'],
    ['host/80', 'host:80'],
    ['host#80', 'host:80'],
    ['host 80', 'host:80'],
    ['host: 80', 'host:80'],
    ['host :80', 'host:80'],
    ['10.0.0.1.80', '10.0.0.1:80'],
    ['host:tcp/80', 'host:80'],
    ['tcp:host:80', 'host:80'],
    ['host:80:tcp', 'host:80'],
    ['80:host', 'host:80'],
    ['host:http:80', 'host:80'],
    ['host:port=80', 'host:80'],
    ['host:80..90', 'host:80-90'],
    ['host:80:90', 'host:80-90'],
    ['host:80–90', 'host:80-90'],
    ['host:*', 'host:1-65535'],
    ['host:-', 'host:1-65535'],
    ['host:65530-', 'host:65530-65535'],
    ['10.0.0.*:80', '10.0.0.0/24:80'],
    ['10.0.0.1-10.0.0.3:80', '10.0.0.1-3:80'],
    ['10.0.0.0/24', '10.0.0.0/24:443'],
    ['10.0.0.1:80/24', '10.0.0.1/24:80'],
    ['a,b:80', 'a:80 b:80'],
    ['a:80,b:443', 'a:80 b:443'],
    ['http:/host', 'http://host'],
    ['http//host', 'http://host'],
    ['http:host', 'http://host'],
    ['https;//host', 'https://host'],
    ['https://host:', 'https://host'],
    ['tcp://host', 'tcp://host:443'],
    ['example.com/path', 'example.com:443'],
    [':80', 'localhost:80'],
  ])('of %j are %j, which can be read', (word, meant) => {
    expect(expandTargets(word)).toHaveProperty('problem')
    expect(meantTargets(word)?.join(' ')).toBe(meant)
    for (const one of meant.split(' ')) expect(expandTargets(one)).toHaveProperty('targets')
  })

  it.each(['', 'host:0', 'host:65536', '$HOST:80', 'a..b', 'host:x', 'icmp://host', 'ntp://host'])(
    'are unknown for %j',
    (word) => {
      expect(meantTargets(word)).toBeUndefined()
    },
  )

  it('are looked for in no text that is longer than any target', () => {
    for (const part of ['a', ':', '[', '::', 'a:1,', '0.', '/']) {
      expect(meantTargets(part.repeat(100_000))).toBeUndefined()
    }
  })
})
