import { describe, expect, it } from 'vitest'
import { listening } from '../../support/listening.js'
import { heldClosedPort } from '../support/held-closed-port.js'
import { runCommand } from '../support/run-command.js'
import { temporaryFolder } from '../support/temporary-folder.js'

describe('check-tcp watch --count', () => {
  it('prints a line a check and a summary with percentiles', async () => {
    await using open = await listening()
    const target = `127.0.0.1:${open.port}`
    const args = ['watch', target, '--count', '3', '--interval', '0.05']
    const { code, stdout, stderr } = await runCommand(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const check = expect.stringMatching(
      new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z ${target} connected in `),
    )
    expect(stdout.split('\n')).toEqual([
      check,
      check,
      check,
      `--- ${target} ---`,
      expect.stringMatching(/^3 checks in .*: 3 connected, 0% failed$/),
      expect.stringMatching(/^min .*, avg .*, p50 .*, p95 .*, p99 .*, max .*$/),
      '',
    ])
  })

  it('gives exit code 1 where a check failed, and counts the errors', async () => {
    await using closed = await heldClosedPort()
    const args = ['watch', `127.0.0.1:${closed.port}`, '--count', '2', '--interval', '0.05']
    const { code, stdout } = await runCommand(args)
    expect(code).toBe(1)
    expect(stdout).toContain('0 connected, 100% failed\n2 × Connection refused\n')
  })

  it('ends with the first check where the policy denies it, with exit code 3', async () => {
    await using folder = await temporaryFolder()
    const policy = await folder.write('policy.yaml', 'rules: [{ deny: { ports: ["1-65535"] } }]\n')
    await using open = await listening()
    const target = `127.0.0.1:${open.port}`
    const words = ['watch', target, '--policy', policy, '--interval', '0.01']
    for (const format of ['human', 'ndjson']) {
      const { code, stdout, stderr } = await runCommand([...words, '-o', format])
      expect(code).toBe(3)
      expect(stdout).toContain('Denied by policy')
      const rule = `${policy}:1 deny ports 1-65535`
      expect(stderr).toBe(`check-tcp: ${target} may not be checked: denied by ${rule}\n`)
    }
    expect(open.connections()).toBe(0)
  })

  it('keeps its pace', async () => {
    await using open = await listening()
    const startMs = performance.now()
    await runCommand(['watch', `127.0.0.1:${open.port}`, '--count', '4', '--interval', '0.2'])
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(590)
  })

  it('keeps its pace where answers take longer than the interval', async () => {
    // Two refused attempts with a second between them; one after the other, ten such checks would take ten seconds.
    await using closed = await heldClosedPort()
    const slow = ['--attempts', '2', '--retry-delay', '1', '--interval', '0.05']
    const target = `127.0.0.1:${closed.port}`
    const seconds = async (count: number) => {
      const args = ['watch', target, ...slow, '--count', String(count), '-o', 'json']
      const { stdout } = await runCommand(args)
      const times = JSON.parse(stdout).map(({ timestamp }: { timestamp: string }) =>
        Date.parse(timestamp),
      )
      expect(times).toHaveLength(count)
      return (Math.max(...times) - Math.min(...times)) / 1_000
    }
    // The last is decided less than one check's time after the first, where ten began half a second apart.
    expect(await seconds(10)).toBeLessThan(9)
  })

  it('prints the results in the asked format', async () => {
    await using closed = await heldClosedPort()
    const args = ['watch', 'localhost', String(closed.port), '--count=2', '--interval=0.01']
    const ndjson = await runCommand([...args, '-o', 'ndjson'])
    const ports = ndjson.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).port)
    expect(ports).toEqual([closed.port, closed.port])
    const json = await runCommand([...args, '-o', 'json'])
    expect(JSON.parse(json.stdout)).toHaveLength(2)
    const nagios = await runCommand([...args, '-o', 'nagios'])
    expect(nagios.code).toBe(2)
  })

  it('refuses a count or an interval that is none', async () => {
    for (const [flag, value] of [
      ['--count', '0'],
      ['--count', '1.5'],
      ['--interval', '0'],
    ] as const) {
      const { code, stdout, stderr } = await runCommand(['watch', 'localhost:6001', flag, value])
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(new RegExp(`^check-tcp: ${flag} must be .*, got "${value}"\\n$`))
    }
  })
})
