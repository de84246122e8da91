import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { listening } from '../../support/listening.js'
import { heldClosedPort } from '../support/held-closed-port.js'
import { runCommand, startCommand } from '../support/run-command.js'
import { temporaryFolder } from '../support/temporary-folder.js'

describe('check-tcp wait', () => {
  it('ends with exit code 0 as soon as a service opens the port', async () => {
    await using later = await listening()
    const { port, server } = later
    await new Promise((resolve) => server.close(resolve))
    const command = startCommand(['wait', `127.0.0.1:${port}`, '--interval', '0.05'])
    await new Promise((resolve) => setTimeout(resolve, 300))
    server.listen(port, '127.0.0.1')
    const { code, stdout, stderr } = await command.finished
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(new RegExp(`^✔ 127\\.0\\.0\\.1:${port} connected in .*\\n$`))
  })

  it('ends with exit code 0 as soon as a service closes the port', async () => {
    await using open = await listening()
    const { port, server } = open
    const command = startCommand([
      ...['wait', `127.0.0.1:${port}`],
      ...['--until', 'closed', '--interval', '0.05'],
    ])
    // Two connections later it has seen for sure that the port is open.
    await once(server, 'connection')
    await once(server, 'connection')
    server.close()
    const { code, stdout, stderr } = await command.finished
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(`127.0.0.1:${port} is closed: Connection refused\n`)
  })

  it('ends with exit code 1 when time is over, and says what it saw last', async () => {
    await using closed = await heldClosedPort()
    const target = `127.0.0.1:${closed.port}`
    const { code, stdout, stderr } = await runCommand(['wait', target, '--for', '0.4'])
    expect(code).toBe(1)
    expect(stdout).toContain(`✘ ${target} Connection refused in`)
    expect(stderr).toBe(`check-tcp: ${target} was not open within 0.4 s\n`)
  })

  it('does not take an attempt that its own end cuts short for a closed port', async () => {
    await using open = await listening()
    const target = ['127.0.0.1', String(open.port)]
    const { code, stderr } = await runCommand(['wait', ...target, '--until=closed', '--for=0.3'])
    expect(code).toBe(1)
    expect(stderr).toBe(`check-tcp: ${target.join(':')} was not closed within 0.3 s\n`)
  })

  it.each(['open', 'closed'])(
    'ends at once with exit code 3 where the policy denies the target, also until %s, and says by which rule',
    async (state) => {
      await using folder = await temporaryFolder()
      const policy = await folder.write(
        'policy.yaml',
        'rules: [{ deny: { ports: ["1-65535"] } }]\n',
      )
      await using open = await listening()
      const target = `127.0.0.1:${open.port}`
      const words = ['wait', target, '--until', state, '--for', '3600', '--policy', policy]
      const { code, stdout, stderr } = await runCommand(words)
      expect(code).toBe(3)
      expect(stdout).toContain(`✘ ${target} Denied by policy`)
      const rule = `${policy}:1 deny ports 1-65535`
      expect(stderr).toBe(`check-tcp: ${target} may not be checked: denied by ${rule}\n`)
      expect(await runCommand([...words, '-o', 'json'])).toMatchObject({ code: 3 })
      expect(open.connections()).toBe(0)
    },
  )

  it('prints one result in the asked format, a closed port being good where it was asked for', async () => {
    await using closed = await heldClosedPort()
    const args = ['wait', `127.0.0.1:${closed.port}`, '--for', '1']
    const closedTap = await runCommand([...args, '--until', 'closed', '-o', 'tap'])
    expect(closedTap.stdout).toMatch(/^TAP version 14\nok 1 - .*\n1\.\.1\n$/)
    const closedNagios = await runCommand([...args, '--until', 'closed', '-o', 'nagios'])
    expect(closedNagios).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^TCP OK - \S+ is closed, as expected: Connection refused \|/),
    })
    const openNagios = await runCommand([...args, '-o', 'nagios'])
    expect(openNagios).toMatchObject({ code: 2, stdout: expect.stringMatching(/^TCP CRITICAL - /) })
    const openJson = await runCommand([...args, '-o', 'json'])
    expect(JSON.parse(openJson.stdout)).toMatchObject({ connected: false, port: closed.port })
  })

  it.each([
    [
      ['--for', '0'],
      '--for must be a number of seconds above 0 and up to 86400, or a duration such as 5m, got "0"',
    ],
    [
      ['--for', 'ever'],
      '--for must be a number of seconds above 0 and up to 86400, or a duration such as 5m, got "ever"',
    ],
    [['--interval', '-1'], '--interval must be a number of seconds above 0'],
    [['--until', 'ajar'], '--until must be one of open, closed, got "ajar"'],
    [['--any', '--all'], '--any and --all cannot be combined'],
    [['--banner', '--until', 'closed'], '--banner asks an open port for more'],
    [['localhost:7000-7999'], 'wait takes at most 999 targets'],
    [['localhost:x:y'], '"localhost:x:y" is not HOST:PORT'],
    [['--receive', 'x', '--until', 'closed'], '--receive asks an open port for more'],
    [
      ['--for', '5', 'npm', 'run', 'migrate'],
      '"npm" is not a target; to run a command after the wait, put -- before it: check-tcp wait localhost:6001 --for 5 -- npm run migrate',
    ],
    [['psql', '-c', 'select 1'], "before it: check-tcp wait localhost:6001 -- psql -c 'select 1'"],
    [['./migrate.sh'], 'before it: check-tcp wait localhost:6001 -- ./migrate.sh'],
    [['web2.example.com'], '"web2.example.com" has no port'],
    [['--banner', 'SSH'], 'write check-tcp wait localhost:6001 --receive SSH'],
    [['--'], 'behind -- comes the command that is to run after the wait'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await runCommand(['wait', 'localhost:6001', ...args])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
  })
})
