import { describe, expect, it } from 'vitest'
import { listening } from '../support/listening.js'
import { heldClosedPort } from './support/held-closed-port.js'
import { runCommand } from './support/run-command.js'

const linesOf = (text: string) => text.trimEnd().split('\n')

describe('targets that stand for many', () => {
  it('expand a block of addresses and a list of ports, and print as a table', async () => {
    await using open = await listening()
    await using closed = await heldClosedPort()
    const word = `127.0.0.0/30:${open.port},${closed.port}`
    const { code, stdout, stderr } = await runCommand([word])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const [head = '', first = '', second = '', failure, meaning] = linesOf(stdout)
    const ports = [open.port, closed.port].sort((a, b) => a - b).map(String)
    expect(head.split(/ +/)).toEqual(['host', ...ports])
    // The server listens on 127.0.0.1 alone.
    expect(first).toMatch(/^127\.0\.0\.1 .*\d (µs|ms)/)
    expect(first).toContain('refused')
    expect(second).toMatch(/^127\.0\.0\.2 +refused +refused$/)
    expect(failure).toBe('✘ Connection refused - fault: target')
    expect(meaning).toBe('    No service listening on the target port')
    expect(linesOf(stdout).at(-1)).toMatch(/^4 checks: 1 succeeded, 3 failed/)
  })

  it('come one by one in the other formats, in their order', async () => {
    await using closed = await heldClosedPort()
    const { stdout } = await runCommand([`127.0.0.0/29:${closed.port}`, '-o', 'ndjson'])
    const hosts = linesOf(stdout).map((line) => JSON.parse(line).host)
    expect(hosts).toEqual([1, 2, 3, 4, 5, 6].map((last) => `127.0.0.${last}`))
  })

  it('expand on the lines of --targets too, in the order of the lines with --ordered', async () => {
    await using open = await listening()
    const hosts = Array.from({ length: 50 }, (_, index) => `127.0.0.${index + 1}`)
    const stdin = `${hosts.map((host) => `${host}:${open.port}`).join('\n')}\n127.0.0.8/31:${open.port}\n`
    const args = ['--targets', '-', '--ordered', '-o', 'ndjson']
    const { stdout, stderr } = await runCommand(args, { stdin })
    expect(stderr).toBe('')
    const found = linesOf(stdout).map((line) => JSON.parse(line).host)
    expect(found).toEqual([...hosts, '127.0.0.8', '127.0.0.9'])
  })

  it.each([
    ['127.0.0.0/33:80', 'a prefix has 0 to 32 bits'],
    ['127.0.0.1:90-80', 'write 80-90'],
    ['127.0.0.1:80,99999', 'out of range'],
    ['[::1/64]:80', 'too large to check one by one'],
    ['0.0.0.0/0:1-65535', 'at most 16,777,216 are allowed'],
  ])('%s is refused before anything runs', async (word, problem) => {
    const { code, stdout, stderr } = await runCommand([word])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(problem)
  })
})

describe('a mass check that is refused while its thread starts', () => {
  it('ends in order, whatever is wrong with its words', async () => {
    const wrong = [
      ['--targets', '/nowhere'],
      ['--targets', '-', '--rate', 'fast'],
      ['--targets', '-', '--nothing-of-ours'],
      ['--targets'],
    ]
    for (const args of [...wrong, ...wrong, ...wrong]) {
      const { code, stdout, stderr } = await runCommand(args)
      expect({ code, stdout, args }).toEqual({ code: 2, stdout: '', args })
      expect(stderr).toMatch(/^check-tcp: /)
    }
  })
})

describe('limits', () => {
  it('--rate spreads connects evenly', async () => {
    await using open = await listening()
    const stdin = `127.0.0.1:${open.port}\n`.repeat(40)
    const args = ['--targets', '-', '--rate', '100', '-o', 'ndjson']
    const { code, stdout } = await runCommand(args, { stdin })
    expect(code).toBe(0)
    const checks = linesOf(stdout).map((line) => {
      const { timestamp, response_time, details } = JSON.parse(line)
      const waitedMs = details.waited * 1_000
      const startMs = Date.parse(timestamp) - response_time * 1_000 - waitedMs
      return { startMs, turnMs: startMs + waitedMs }
    })
    // 39 intervals of 10 ms lie between the first and the last turn. What the command itself reports is compared: when
    // this process hears of a connection depends on how busy the machine is.
    const spanMs =
      Math.max(...checks.map(({ turnMs }) => turnMs)) -
      Math.min(...checks.map(({ startMs }) => startMs))
    expect(spanMs).toBeGreaterThan(370)
  })

  it('--per-host keeps attempts for one host from being under way at once', async () => {
    let underWay = 0
    let most = 0
    await using open = await listening(
      (socket) => {
        most = Math.max(most, ++underWay)
        socket.on('end', () => {
          underWay--
          socket.end()
        })
      },
      { allowHalfOpen: true },
    )
    const stdin = `127.0.0.1:${open.port}\n`.repeat(100)
    const { code, stdout } = await runCommand(
      ['--targets', '-', '--per-host', '1', '-o', 'ndjson'],
      { stdin },
    )
    expect(code).toBe(0)
    expect(linesOf(stdout)).toHaveLength(100)
    expect(most).toBeLessThan(10)
  })

  it.each([
    ['--rate', '0', 'a number above 0'],
    ['--rate', 'fast', 'a number above 0'],
    ['--per-host', '0', 'an integer from 1 to 10000'],
    ['--engine', 'magic', 'auto, node, native'],
  ])('%s %s is refused with what is allowed', async (flag, value, allowed) => {
    const { code, stdout, stderr } = await runCommand(['127.0.0.1:1', flag, value])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(allowed)
  })
})

const NO_POLICY = 'check-tcp: policy: no file, everything is allowed\n'

describe('--engine', () => {
  it.each(['node', 'native'] as const)(
    '%s makes the connects, and the result says so',
    async (engine) => {
      await using open = await listening()
      const args = [`127.0.0.1:${open.port}`, '--engine', engine, '-o', 'json', '--verbose']
      const { code, stdout, stderr } = await runCommand(args)
      expect(code).toBe(0)
      expect(JSON.parse(stdout).details.engine).toBe(engine)
      expect(stderr).toBe(`${NO_POLICY}check-tcp: engine: ${engine}, as asked for\n`)
    },
  )

  it('auto uses node for one check and says so with --verbose', async () => {
    await using open = await listening()
    const { stdout, stderr } = await runCommand([
      `127.0.0.1:${open.port}`,
      '-o',
      'json',
      '--verbose',
    ])
    expect(JSON.parse(stdout).details.engine).toBe('node')
    expect(stderr).toBe(
      `${NO_POLICY}check-tcp: engine: node (a handful of connects needs no other)\n`,
    )
  })

  it('auto moves to native for many', async () => {
    await using open = await listening()
    const stdin = `127.0.0.1:${open.port}\n`.repeat(2_000)
    const { stdout, stderr } = await runCommand(['--targets', '-', '-o', 'ndjson', '--verbose'], {
      stdin,
    })
    const engines = linesOf(stdout).map((line) => JSON.parse(line).details.engine)
    expect(engines).toContain('native')
    expect(stderr).toBe(`${NO_POLICY}check-tcp: engine: native\n`)
  })
})
