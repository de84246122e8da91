import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TaskFileError } from 'check-tcp/files'
import { describe, expect, it } from 'vitest'
import { describeConfig, describeConfigInWords } from './describe-config.js'
import { loadMonitorConfig } from './load-config.js'

const CHECKS =
  'checks: [{ name: a, plugin: check_tcp_connection, parameters: { host: a, port: 1 } }]\n'

async function load(http: string, path = 'm.yaml') {
  const file = { path, text: `http: ${http}\n${CHECKS}` }
  const config = await loadMonitorConfig(file, { environment: { T: 'b'.repeat(16) } })
  await config.close()
  return config
}

async function problemsOf(http: string): Promise<readonly string[]> {
  try {
    return (await load(http)).warnings.map(({ message }) => message)
  } catch (error) {
    if (!(error instanceof TaskFileError)) throw error
    return error.message.split('\n')
  }
}

const TOKENS = `{ token: ${'a'.repeat(16)}, tokens: [{ name: ops, role: operate, token: "\${T}" }] }`
const PROXY =
  '{ auth_proxy: { from: [127.0.0.1, "2001:db8::/32"], header: X-Forwarded-User, role: operate, roles: { ada: admin } } }'

describe('tokens and the proxy of http', () => {
  it('are read', async () => {
    expect((await load(TOKENS)).http).toMatchObject({
      token: 'a'.repeat(16),
      tokens: [{ name: 'ops', role: 'operate', token: 'b'.repeat(16) }],
    })
    expect((await load(PROXY)).http?.authProxy).toEqual({
      from: ['127.0.0.1', '2001:db8::/32'],
      header: 'x-forwarded-user',
      role: 'operate',
      roles: { ada: 'admin' },
    })
  })

  it('may come from files, which are watched', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'check-tcp-access-'))
    try {
      writeFileSync(join(folder, 'ops'), `${'c'.repeat(16)}\n`)
      const path = join(folder, 'm.yaml')
      const config = await load('{ tokens: [{ name: o, role: read, token: "file:ops" }] }', path)
      expect(config.http?.tokens).toEqual([{ name: 'o', role: 'read', token: 'c'.repeat(16) }])
      expect(config.files).toContain(join(folder, 'ops'))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('are described by names and roles, without any token', async () => {
    const config = await load(TOKENS)
    expect(describeConfig(config).access).toEqual({
      tokens: [
        { name: 'token', role: 'admin' },
        { name: 'ops', role: 'operate' },
      ],
    })
    const words = describeConfigInWords(config)
    expect(words).toContain('\ntokens: token (admin), ops (operate)\n')
    expect(words + JSON.stringify(describeConfig(config))).not.toMatch(/a{16}|b{16}/)
    expect(describeConfigInWords(await load(PROXY))).toContain(
      '\nusers by x-forwarded-user from 127.0.0.1, 2001:db8::/32: ada (admin), others (operate)\n',
    )
  })

  it.each([
    ['{ tokens: [] }', []],
    ['{ listen: "0.0.0.0:1", auth_proxy: { from: [10.0.0.0/8], header: X-User, role: read } }', []],
    [
      '{ listen: "0.0.0.0:1", tokens: [] }',
      [
        'this accepts requests from other machines without a `token`: only what needs none is served',
      ],
    ],
    [
      '{ auth_proxy: { from: [10.0.0.0/8], header: X-User } }',
      ['`auth_proxy` lets nobody in: give `role` for all its users, or `roles` for single ones'],
    ],
  ])('%s is taken, with a warning where it does not do what it says', async (http, warnings) => {
    expect(await problemsOf(http)).toEqual(warnings)
  })

  it.each([
    [
      '{ tokens: [{ name: a, role: read, token: hunter2 }] }',
      [
        'm.yaml:1:48: `token` must be a text of at least 16 characters, got a value that is not shown',
      ],
    ],
    [
      '{ tokens: [{ name: a, role: reed, tokn: x }] }',
      [
        'm.yaml:1:18: an entry of `tokens` lacks `token`',
        'm.yaml:1:35: `role` must be one of read, operate, admin, got "reed" (string); did you mean read?',
        'm.yaml:1:41: "tokn" is not a key of an entry of `tokens`; did you mean `token`? (allowed: name, role, token)',
      ],
    ],
    [
      '{ tokens: [hunter2-hunter2-hunter2, { hunter2: hunter2, name: a, role: read, token: [hunter2] }] }',
      [
        'm.yaml:1:18: an entry of `tokens` must be a mapping with name, role and token, got a value that is not shown',
        'm.yaml:1:45: "hunter2" is not a key of an entry of `tokens` (allowed: name, role, token)',
        'm.yaml:1:91: `token` must be a text of at least 16 characters, got a value that is not shown',
      ],
    ],
    [
      '{ tokens: { ops: 0123456789abcdef } }',
      [
        'm.yaml:1:17: `tokens` must be a list of mappings with name, role and token, got a value that is not shown',
      ],
    ],
    [
      '{ token: 0123456789abcdef, tokens: [{ name: a, role: read, token: 0123456789abcdef }, { name: a, role: admin, token: "0123456789abcdeg" }, { name: token, role: read, token: "0123456789abcdeg" }] }',
      [
        'm.yaml:1:73: the token "a" is the same as "token": each needs one of its own',
        'm.yaml:1:101: the name "a" is already that of another token',
        'm.yaml:1:154: the name "token" is already that of another token: `token` has it',
        'm.yaml:1:180: the token "token" is the same as "a": each needs one of its own',
      ],
    ],
    [
      '{ auth_proxy: { from: [proxy.example.com, 10.0.0.0/33], header: "X User", role: root } }',
      [
        'm.yaml:1:30: an entry of `from` must be an address or a network such as 127.0.0.1 or 10.0.0.0/8, got "proxy.example.com" (string)',
        'm.yaml:1:49: an entry of `from` must be an address or a network such as 127.0.0.1 or 10.0.0.0/8, got "10.0.0.0/33" (string)',
        'm.yaml:1:71: `header` must be the name of a header such as X-Forwarded-User, got "X User" (string)',
        'm.yaml:1:87: `role` must be one of read, operate, admin, got "root" (string)',
      ],
    ],
    [
      '{ auth_proxy: { from: [], roles: { ada: boss } } }',
      [
        'm.yaml:1:21: `auth_proxy` lacks `header`',
        'm.yaml:1:29: `from` must be a list of at least one address or network, got a list',
        'm.yaml:1:47: `ada` must be one of read, operate, admin, got "boss" (string)',
      ],
    ],
  ])('%s is refused, with what is wrong and where', async (http, problems) => {
    expect(await problemsOf(http)).toEqual(problems)
  })
})
