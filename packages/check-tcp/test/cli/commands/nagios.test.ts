import { describe, expect, it } from 'vitest'
import { listening } from '../../support/listening.js'
import { makeCertificate } from '../../support/make-certificate.js'
import { tlsService } from '../../support/tls-service.js'
import { heldClosedPort } from '../support/held-closed-port.js'
import { runCommand } from '../support/run-command.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const nagios = (...args: readonly string[]) => runCommand(['nagios', ...args])

describe('check-tcp nagios', () => {
  it('is OK with both limits in its performance data, as check_tcp is called', async () => {
    await using open = await listening()
    const args = ['-H', '127.0.0.1', '-p', `${open.port}`, '-w', '5', '-c', '8', '-t', '10']
    const { code, stdout, stderr } = await nagios(...args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /^TCP OK - 127\.0\.0\.1:\d+ connected in \S+ s \| time=0\.\d+s;5;8;0;10\n$/,
    )
  })

  it.each([
    [['-w', '1e-9', '-c', '5'], 1, 'WARNING', /;1e-9;5;0;10\n$/],
    [['-c', '1e-9'], 2, 'CRITICAL', /;;1e-9;0;10\n$/],
  ])('goes by its limits: %j', async (limits, code, state, performance) => {
    await using open = await listening()
    const ended = await nagios('-H', '127.0.0.1', '-p', `${open.port}`, ...limits)
    expect(ended.code).toBe(code)
    expect(ended.stdout).toContain(`TCP ${state} - 127.0.0.1:${open.port} connected in `)
    expect(ended.stdout).toContain('slower than the expected')
    expect(ended.stdout).toMatch(performance)
  })

  it('says why in its first line and what to do below it', async () => {
    await using closed = await heldClosedPort()
    const { code, stdout } = await nagios('-H', '127.0.0.1', '-p', `${closed.port}`)
    expect(code).toBe(2)
    expect(stdout).toMatch(
      /^TCP CRITICAL - 127\.0\.0\.1:\d+ Connection refused \(fault: target\) \| time=U\n- Verify /,
    )
  })

  it.each([
    ['ok', 0, 'OK'],
    ['warn', 1, 'WARNING'],
  ])('takes a refused connection as %s where it is told so', async (refuse, code, state) => {
    await using closed = await heldClosedPort()
    const ended = await nagios('-H', '127.0.0.1', '-p', `${closed.port}`, '-r', refuse)
    expect(ended).toMatchObject({ code, stdout: expect.stringMatching(`^TCP ${state} - `) })
    const line =
      refuse === 'ok'
        ? /^TCP OK - \S+ is closed, as expected: Connection refused \| time=U\n$/
        : / Connection refused \(fault: target\) \| time=U\n- Verify /
    expect(ended.stdout).toMatch(line)
  })

  it('sends and expects', async () => {
    await using echo = await listening((socket) => socket.pipe(socket))
    const target = ['-H', '127.0.0.1', '-p', `${echo.port}`, '-t', '1']
    expect((await nagios(...target, '-s', 'hello', '-e', 'hello')).code).toBe(0)
    expect((await nagios(...target, '-E', '-s', 'a\\tb', '-e', 'a\tb')).code).toBe(0)
    // An expression elsewhere, a text here, as in check_tcp.
    expect((await nagios(...target, '-s', 'hello', '-e', '/hell./')).code).toBe(2)
    expect((await nagios(...target, '-s', '/hell./', '-e', '/hell./')).code).toBe(0)
    expect((await nagios(...target, '-s', 'hello', '-e', 'bye')).code).toBe(2)
  })

  it.each([
    ['5', 0],
    ['30', 1],
    ['30,5', 1],
    ['30,14', 2],
  ])('goes by the days that a certificate is still valid for: -D %s', async (days, code) => {
    await using service = await tlsService(makeCertificate({ to: 9.5 }))
    const ended = await nagios('-H', '127.0.0.1', '-p', `${service.port}`, '-D', days)
    expect(ended.stdout).toContain('days_left=9')
    expect(ended.code).toBe(code)
  })

  it('is UNKNOWN where the policy denies the target', async () => {
    await using folder = await temporaryFolder()
    const policy = await folder.write('policy.yaml', 'rules: [{ deny: { ports: ["1-65535"] } }]\n')
    const ended = await nagios('-H', '127.0.0.1', '-p', '9', '--policy', policy)
    expect(ended.code).toBe(3)
    expect(ended.stdout).toMatch(/^TCP UNKNOWN - 127\.0\.0\.1:9 Denied by policy/)
  })

  it.each([
    [[], 'missing: -H HOST and -p PORT'],
    [['-H', 'localhost'], 'missing: -p PORT'],
    [['-H', 'localhost', '-p', '99999'], 'port "99999" is out of range'],
    [['-p', 'foo'], 'missing: -H HOST; port "foo" is neither a number from 1 to 65535 nor a known'],
    [
      ['-H', 'db:80', '-p', '80'],
      '-H must be a host without a port, got "db:80"; the port goes to',
    ],
    [['-H', 'db:80'], 'missing: -p PORT; -H must be a host without a port'],
    [['-H', 'https://db', '-p', '1'], '-H must be the name or address of one host'],
    [['-H', '10.0.0.0/24', '-p', '1'], '-H must be the name or address of one host'],
    [['-H', '::1', '-p', '1', '-4'], '-4 cannot be used with an IPv6 address, got -H "::1"'],
    [['-H', '127.0.0.1', '-p', '1', '-6'], '-6 cannot be used with an IPv4 address'],
    [
      ['-H', 'localhost', '-p', '1', '-t', '0'],
      '-t must be a number of seconds from 0.001 to 86400, got 0\n',
    ],
    [['-H', 'localhost', '-p', '1', '-w', '5', '-c', '2'], '-w must not be above -c'],
    [['-H', 'localhost', '-p', '1', '-w', 'soon'], '-w must be a number of seconds'],
    [['-H', 'localhost', '-p', '1', '-4', '-6'], '-4 and -6 cannot be combined'],
    [['-H', 'localhost', '-p', '1', '-D', '30,soon'], '-D must be an integer'],
    [['-H', 'localhost', '-p', '1', '-D', '14,30'], 'must not be above those of WARNING'],
    [['-H', 'localhost', '-p', '1', '-D', '30,14,7'], '-D must be DAYS, or WARN,CRIT'],
    [['-H', 'localhost', '-p', '1', '-e', 'a', '-e', 'b'], '-e can be given once'],
    [['-H', 'localhost', '-p', '1', '-Z'], "unknown option '-Z'"],
  ])('is UNKNOWN, and says on standard output why, for %j', async (args, message) => {
    const { code, stdout } = await nagios(...args)
    expect(code).toBe(3)
    expect(stdout).toMatch(/^TCP UNKNOWN - [^\n]*\n$/)
    expect(stdout).toContain(message)
  })
})
