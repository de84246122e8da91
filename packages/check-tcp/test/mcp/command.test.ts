import { describe, expect, it } from 'vitest'
import { runCommand, startCommand } from '../cli/support/run-command.js'
import { temporaryFolder } from '../cli/support/temporary-folder.js'

const POLICY = 'rules:\n  - allow: { networks: loopback }\ndefault: deny\n'

/** What the server answers to these lines, line by line. */
async function answersTo(lines: readonly string[]) {
  await using folder = await temporaryFolder()
  const file = await folder.write('policy.yaml', POLICY)
  const stdin = lines.map((line) => `${line}\n`).join('')
  const { code, stdout, stderr } = await runCommand(['mcp', '--policy', file], { stdin })
  const answers = stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  return { code, stderr, answers }
}

const request = (id: unknown, method: string, params?: object) =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params })

describe('check-tcp mcp', () => {
  it('is refused without a policy, which says what a model may check', async () => {
    await using home = await temporaryFolder()
    const { code, stdout, stderr } = await runCommand(['mcp'], {
      env: { HOME: home.path, XDG_CONFIG_HOME: home.path, CHECK_TCP_POLICY: '' },
    })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(
      'mcp needs a policy, which says what a language model may check: --policy FILE, or CHECK_TCP_POLICY',
    )
  })

  it('warns of a policy that allows whatever no rule denies', async () => {
    await using folder = await temporaryFolder()
    const file = await folder.write('policy.yaml', 'rules: [{ deny: { networks: private } }]\n')
    const { code, stderr } = await runCommand(['mcp', '--policy', file])
    expect(code).toBe(0)
    expect(stderr).toContain('this policy allows whatever no rule denies; `default: deny`')
  })

  it.each([
    ['localhost:9116', 'must be an http or https URL'],
    ['file:///etc/passwd', 'must be an http or https URL'],
    ['http://me:secret@localhost:9116', 'must have no password in it'],
  ])('is refused with --monitor %s', async (url, why) => {
    await using folder = await temporaryFolder()
    const file = await folder.write('policy.yaml', POLICY)
    const { code, stderr } = await runCommand(['mcp', '--policy', file, '--monitor', url])
    expect(code).toBe(2)
    expect(stderr).toContain(why)
    expect(stderr).not.toContain('secret')
  })

  it('speaks the revision that is asked for, or else its newest', async () => {
    const { code, stderr, answers } = await answersTo([
      request(1, 'initialize', { protocolVersion: '2025-06-18' }),
      request(2, 'initialize', { protocolVersion: '1999-01-01' }),
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(answers.map(({ result }) => result.protocolVersion)).toEqual([
      '2025-06-18',
      '2025-11-25',
    ])
  })

  it('answers what it cannot use with a JSON-RPC error, and goes on', async () => {
    const { code, stderr, answers } = await answersTo([
      'not JSON',
      '[]',
      request('a', 'server/discover'),
      JSON.stringify({ jsonrpc: '1.0', id: 2, method: 'ping' }),
      request(null, 'ping'),
      request(3, 'tools/call', { name: 'rm' }),
      JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }),
      JSON.stringify({ jsonrpc: '2.0', id: 9, result: {} }),
      'x'.repeat(1_100_000),
      '',
      request(4, 'ping'),
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(answers.map(({ id, error }) => [id, error?.code])).toEqual(
      expect.arrayContaining([
        [null, -32_700],
        [null, -32_600],
        ['a', -32_601],
        [2, -32_600],
        [3, -32_602],
        [4, undefined],
      ]),
    )
    expect(answers).toHaveLength(8)
    expect(answers.at(-1)).toEqual({ jsonrpc: '2.0', id: 4, result: {} })
  })

  it('ends with its client, whatever is under way', async () => {
    await using folder = await temporaryFolder()
    const file = await folder.write('policy.yaml', POLICY)
    const server = startCommand(['mcp', '--policy', file])
    const given = { host: '127.0.0.1', port: 1, for: 600 }
    const call = { name: 'wait', arguments: given, _meta: { progressToken: 'p' } }
    server.write(`${request(1, 'tools/call', call)}\n`)
    await server.seen('stdout', /notifications\/progress/)
    server.endInput()
    expect(await server.finished).toMatchObject({ code: 0, stderr: '' })
  })

  it('ends at Ctrl-C', async () => {
    await using folder = await temporaryFolder()
    const file = await folder.write('policy.yaml', POLICY)
    const server = startCommand(['mcp', '--policy', file])
    server.write(`${request(1, 'ping')}\n`)
    await server.seen('stdout', /"id":1/)
    server.interrupt()
    expect(await server.finished).toMatchObject({ code: 130, stderr: '' })
  })
})
