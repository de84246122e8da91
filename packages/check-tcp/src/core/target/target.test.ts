// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is what a shell would have replaced.
import { describe, expect, it } from 'vitest'
import { parseHostAndPort, parseTarget } from './target.js'

/** A services file of one line. */
const findService = (name: string) => (name === 'syslog-tls' ? 6514 : undefined)

describe('parseTarget', () => {
  it.each([
    ['example.com:80', 'example.com', 80],
    ['EXAMPLE.com:80', 'EXAMPLE.com', 80],
    ['192.0.2.7:65535', '192.0.2.7', 65535],
    ['[::1]:22', '::1', 22],
    ['[fe80::1%eth0]:22', 'fe80::1%eth0', 22],
    ['bücher.example:443', 'bücher.example', 443],
    ['db:postgresql', 'db', 5432],
    ['db:Postgres', 'db', 5432],
    ['log:syslog-tls', 'log', 6514],
    ['example.com:0080', 'example.com', 80],
    ['https://example.com', 'example.com', 443],
    ['http://example.com', 'example.com', 80],
    ['http://example.com:8080/path?query#fragment', 'example.com', 8080],
    ['HTTPS://EXAMPLE.com/', 'EXAMPLE.com', 443],
    ['postgres://db.internal', 'db.internal', 5432],
    ['postgresql://user:p%40ss@db.internal:5433/app?sslmode=require', 'db.internal', 5433],
    ['redis://[::1]/0', '::1', 6379],
    ['rediss://cache', 'cache', 6379],
    ['mongodb://mongo', 'mongo', 27017],
    ['mysql://db', 'db', 3306],
    ['amqps://mq', 'mq', 5671],
    ['tcp://example.com:9000', 'example.com', 9000],
    ['syslog-tls://log', 'log', 6514],
    ['http://[fe80::1%25eth0]:8080/', 'fe80::1%eth0', 8080],
    ['ssh://[fe80::1%eth0]', 'fe80::1%eth0', 22],
    ['ssh://git@host', 'host', 22],
    ['user@host:22', 'host', 22],
    ['user:secret@host:22', 'host', 22],
    ['example.com:80/tcp', 'example.com', 80],
    ['example.com:https/tcp', 'example.com', 443],
    ['[::1]:80/tcp', '::1', 80],
    ['example.com:8443/path?query', 'example.com', 8443],
    ['example.com:8443/a:b', 'example.com', 8443],
    ['example.com:08', 'example.com', 8],
    ['EXAMPLE.com.:80', 'EXAMPLE.com.', 80],
  ])('reads %s', (text, host, port) => {
    expect(parseTarget(text, findService)).toEqual({ target: { host, port } })
  })

  it.each([
    ['example.com', '"example.com" has no port'],
    ['user:secret@example.com', '"***@example.com" has no port'],
    ['udp://example.com:53', '"udp://example.com:53" is not TCP: check-tcp checks TCP only'],
    ['unix:///run/a.sock', '"unix:///run/a.sock" is not TCP: check-tcp checks TCP only'],
    ['example.com:53/udp', 'port "53/udp" is UDP: check-tcp checks TCP only'],
    ['example.com:ntp', 'service "ntp" speaks UDP: check-tcp checks TCP only'],
    ['$HOST:80', '"$HOST:80" contains a variable that was not filled in'],
    ['db:${PORT}', '"db:${PORT}" contains a variable that was not filled in'],
    [
      'fe80::1:80',
      '"fe80::1:80" has no port, as [::1]:22 has; a link-local address needs its interface, as in fe80::1:80%eth0',
    ],
    ['', '"" is not HOST:PORT, such as example.com:443 or [::1]:22'],
    ['::1', '"::1" has no port'],
    ['2001:db8::1:80', '"2001:db8::1:80" has no port'],
    ['a:b:c', '"a:b:c" is not HOST:PORT, such as example.com:443 or [::1]:22'],
    [':80', 'host "" cannot be used: it is empty'],
    ['example.com:', '"example.com:" has no port'],
    ['example.com:0', 'port "0" is out of range: an integer from 1 to 65535'],
    ['example.com:65536', 'port "65536" is out of range: an integer from 1 to 65535'],
    ['example.com:-1', 'port "-1" is out of range: an integer from 1 to 65535'],
    ['example.com:8e1', 'port "8e1" is neither a number from 1 to 65535 nor a known service'],
    [
      'db:postgrsql',
      'port "postgrsql" is neither a number from 1 to 65535 nor a known service; did you mean postgresql?',
    ],
    [
      'db:constructor',
      'port "constructor" is neither a number from 1 to 65535 nor a known service',
    ],
    [
      '127.1:80',
      'host "127.1" cannot be used: it is a legacy spelling of an IPv4 address; write 127.0.0.1',
    ],
    ['[127.0.0.1]:80', 'host "[127.0.0.1]" cannot be used: only an IPv6 address goes in brackets'],
    ['tcp://example.com', '"tcp://example.com" has no port'],
    ['https://', '"https://" is not a URL with a host'],
    ['https://example.com:', '"https://example.com:" is not a URL with a host'],
    ['nope://example.com', 'port "nope" is neither a number from 1 to 65535 nor a known service'],
    ['https://example.com:99999', 'port "99999" is out of range: an integer from 1 to 65535'],
    [
      'http://0x7f.1/',
      'host "0x7f.1" cannot be used: it is a legacy spelling of an IPv4 address; write 127.0.0.1',
    ],
  ])('refuses %j', (text, problem) => {
    const parsed = parseTarget(text, findService)
    expect(parsed).toEqual({
      problem: expect.stringContaining(problem.replace(/ nor a known service$/, '')),
    })
  })

  it('takes linear time for a long text', () => {
    for (const part of ['a', ':', '[', 'a:', '://', '@', 'a@', 'http://', '[::1]:']) {
      parseTarget(part.repeat(500_000))
    }
  })
})

describe('parseHostAndPort', () => {
  it.each([
    ['example.com', '80', 'example.com', 80],
    ['::1', '22', '::1', 22],
    ['[::1]', 'ssh', '::1', 22],
  ])('reads %s %s', (host, port, readHost, readPort) => {
    expect(parseHostAndPort(host, port)).toEqual({ target: { host: readHost, port: readPort } })
  })
})
