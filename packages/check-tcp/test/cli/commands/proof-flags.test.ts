import { describe, expect, it } from 'vitest'
import { closedPort, listening } from '../../support/listening.js'
import { makeCertificate } from '../../support/make-certificate.js'
import { tlsService } from '../../support/tls-service.js'
import { runCommand } from '../support/run-command.js'

const check = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await runCommand([...args, '--output', 'json'])
  return { code, stderr, result: stdout === '' ? undefined : JSON.parse(stdout) }
}

describe('flags for what a check is to find or to prove', () => {
  it('--expect makes a success of what is expected, with exit code 0', async () => {
    const target = `127.0.0.1:${await closedPort()}`
    expect(await check(target, '--expect', 'closed')).toMatchObject({
      code: 0,
      result: { status: 'success', connected: false, details: { found: 'refused' } },
    })
    expect(await check(target, '--expect', 'filtered')).toMatchObject({ code: 1 })
    const unexpected = await runCommand([target, '--expect', 'filtered'])
    expect(unexpected.stdout).toMatch(/^✘ 127\.0\.0\.1:\d+ Expected filtered, found refused/)
    expect(unexpected.stdout).toContain(
      '\n    The port refuses connections, but it should be silent\n',
    )
    const nagios = await runCommand([target, '--expect', 'filtered', '-o', 'nagios'])
    expect(nagios.stdout).toMatch(/^TCP CRITICAL - 127\S+ Expected filtered, found refused \(/)
    const human = await runCommand([target, '--expect', 'refused'])
    expect(human.stdout).toMatch(/^✔ 127\.0\.0\.1:\d+ is refused, as expected, in /)
  })

  it('--send and --receive take escapes as C writes them', async () => {
    await using service = await listening((socket) => {
      socket.on('data', (data) => {
        if (data.equals(Buffer.from('PING\r\n\0'))) socket.write('+PONG\r\n')
      })
    })
    const target = `127.0.0.1:${service.port}`
    const send = ['--send', 'PING\\r\\n\\x00']
    for (const receive of ['+PONG\\r\\n', '/^\\+PONG\\r\\n$/']) {
      expect(await check(target, ...send, '--receive', receive)).toMatchObject({
        code: 0,
        result: { details: { proven: ['tcp', 'answer'], received: '+PONG\r\n' } },
      })
    }
  })

  it('--banner, --hold and --tls prove their layer', async () => {
    await using greets = await listening((socket) => void socket.write('SSH-2.0-OpenSSH_9\r\n'))
    const target = `127.0.0.1:${greets.port}`
    expect(await check(target, '--banner', '--hold', '0.05')).toMatchObject({
      code: 0,
      result: { details: { proven: ['tcp', 'answer', 'hold'], banner: 'SSH-2.0-OpenSSH_9' } },
    })
    expect(await check(target, '--tls')).toMatchObject({
      code: 1,
      result: { error: 'TLS handshake failed', details: { proven: ['tcp'] } },
    })
  })

  it('--tls-... and --starttls say how TLS is to be spoken, and what is asked of the certificate', async () => {
    await using service = await tlsService(makeCertificate({ to: 9.5 }))
    const target = `localhost:${service.port}`
    const soon = [target, '--family', '4', '--tls-expires-in', '2w']
    expect(await check(...soon)).toMatchObject({
      code: 0,
      result: { details: { expiring: true, tls: { expires_in: 1_209_600 } } },
    })
    expect(await check(...soon, '--slow', 'fail')).toMatchObject({ code: 1 })
    expect((await runCommand(soon)).stdout).toContain('\n    the certificate expires in 9 days\n')
    const nagios = await runCommand([...soon, '--output', 'nagios'])
    expect(nagios.code).toBe(1)
    expect(nagios.stdout).toMatch(
      /^TCP WARNING - .*, the certificate expires in 9 days \| time=\S* days_left=9;14:;0:$/m,
    )
    expect(await check(target, '--family', '4', '--tls-verify')).toMatchObject({
      code: 1,
      result: {
        error: 'Certificate not trusted',
        details: { cause: 'the certificate is self-signed' },
      },
    })
    await using over = await tlsService(makeCertificate({ from: -9, to: -2.5 }))
    const expired = [`127.0.0.1:${over.port}`, '--tls-expires-in', '14d', '--output', 'nagios']
    const critical = await runCommand(expired)
    expect(critical.code).toBe(2)
    expect(critical.stdout).toMatch(
      /^TCP CRITICAL - .* Certificate expired: the certificate expired on [\d-]+ \(fault: target\) \| time=U days_left=-3;14:;0:$/m,
    )
    await using plain = await listening((socket) => void socket.write('554 no service\r\n'))
    const human = await runCommand([`127.0.0.1:${plain.port}`, '--starttls', 'smtp'])
    expect(human.stdout).toMatch(/STARTTLS failed[\s\S]*the server greets with: 554 no service/)
  })

  it('--resolves-to takes several, and --min-addresses goes with --addresses all', async () => {
    await using open = await listening()
    const target = `localhost:${open.port}`
    const four = ['--family', '4']
    expect(await check(target, ...four, '--resolves-to', '10.0.0.0/8,127.0.0.1')).toMatchObject({
      code: 0,
    })
    expect(await check(target, ...four, '--resolves-to', '10.0.0.0/8')).toMatchObject({
      code: 1,
      result: { details: { failure: 'resolves_elsewhere', cause: 'it has the address 127.0.0.1' } },
    })
    const all = ['--addresses', 'all', '--min-addresses']
    expect(await check(target, ...all, '1')).toMatchObject({ code: 0 })
    expect(await check(target, ...four, ...all, '2')).toMatchObject({
      code: 1,
      result: {
        error: 'Too few addresses answered',
        details: { failure: 'too_few_addresses', cause: '1 connected, 2 wanted' },
      },
    })
  })

  it('--slow says what a slow connection counts as, a warning for nagios', async () => {
    await using open = await listening()
    const slow = [`127.0.0.1:${open.port}`, '--expected-response-time', '0.0000001']
    expect(await check(...slow)).toMatchObject({ code: 0, result: { details: { slow: true } } })
    expect(await check(...slow, '--slow', 'fail')).toMatchObject({ code: 1 })
    const nagios = await runCommand([...slow, '--output', 'nagios'])
    expect(nagios.code).toBe(1)
    expect(nagios.stdout).toMatch(
      /^TCP WARNING - .* connected in .* s, .* slower than the expected 0 µs \|/,
    )
  })

  it.each([
    [['--receive', '/(/'], /--receive must be a text or a \/regular expression\/ \(.*\), got/],
    [['--receive', '/x/g'], /its flags can be i, m, s and l/],
    [['--receive', '/(a{1,100}){1,10}/'], /it is too large; repeat less/],
    [['--receive', '/(?=a)/'], /--receive must be/],
    [['--hold', '0'], /--hold must be a number of seconds from 0\.001 to 3600, got 0/],
    [['--min-addresses', '2'], /--min-addresses must be left out unless --addresses is all/],
    [['--resolves-to', 'here'], /must be an address or a network such as 192\.0\.2\.0\/24/],
    [['--tls-expires-in', '14'], /--tls-expires-in must be a duration such as 14d or 36h/],
    [['--tls-key', 'a'], /--tls-key must be given together with --tls-certificate/],
    [['--starttls', 'http'], /--starttls must be one of smtp, imap/],
    [['--banner', '--tls'], /--banner must be left out where --tls/],
    [['--expected-response-time', '-1'], /must be a number of seconds above 0/],
  ])('%j is refused with what is allowed', async (flags, message) => {
    const { code, stderr, result } = await check('127.0.0.1:1', ...flags)
    expect({ code, result }).toEqual({ code: 2, result: undefined })
    expect(stderr).toMatch(message)
  })
})
