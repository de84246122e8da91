import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatDiagnostic } from 'check-tcp/files'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate } from '../../../check-tcp/test/support/make-certificate.js'
import { SPOOL_LIMITS } from '../core/store/spool-role.js'
import { DEFAULT_AGENT_SETTINGS, readAgentSettings } from './read-agent-settings.js'

const read = (text: string, path = '/etc/check-tcp/agent.yaml') =>
  readAgentSettings({ path, text }, { environment: { HOOK: 'https://hook.example/x' } })

async function load(text: string, path?: string) {
  const { settings, problems } = await read(text, path)
  expect(problems).toEqual([])
  return settings
}

async function problemsOf(text: string): Promise<readonly string[]> {
  return (await read(text, 'agent.yaml')).problems.map(formatDiagnostic)
}

describe('the settings of an agent', () => {
  it('have a default each', async () => {
    expect(await load('{}')).toEqual(DEFAULT_AGENT_SETTINGS)
    expect(DEFAULT_AGENT_SETTINGS).toEqual({ spool: SPOOL_LIMITS, canaries: [], adHoc: false })
  })

  it.each(['', '# nothing yet\n', '---\n'])('set nothing in a file such as %j', async (text) => {
    expect(await load(text)).toEqual(DEFAULT_AGENT_SETTINGS)
  })

  it.each(['- a\n', '[]\n'])('are no list such as %j', async (text) => {
    expect(await problemsOf(text)).toEqual([
      'agent.yaml:1:1: `agent.yaml` must be a mapping with directory, policy, spool, canaries, certificate, key, ad_hoc, alone, got a list',
    ])
  })

  describe('with a certificate for the hub', () => {
    let folder: string
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'agent-certificate-'))
      const { certificate, key } = makeCertificate({ name: 'fra' })
      await writeFile(join(folder, 'fra.pem'), certificate)
      await writeFile(join(folder, 'fra.key'), key)
      await writeFile(join(folder, 'other.key'), makeCertificate({ name: 'nyc' }).key)
    })
    afterAll(() => rm(folder, { recursive: true }))

    it('say where it is, relative to their file', async () => {
      const text = 'certificate: fra.pem\nkey: ./fra.key\n'
      expect(await load(text, join(folder, 'agent.yaml'))).toMatchObject({
        tls: { certificate: join(folder, 'fra.pem'), key: join(folder, 'fra.key') },
      })
    })

    it.each([
      ['certificate: fra.pem\n', ['1:1: `certificate` needs `key` beside it']],
      ['key: fra.key\n', ['1:1: `key` needs `certificate` beside it']],
      ['certificate: fra.pem\nkey: other.key\n', ['2:6: `key` is not the key of `certificate`']],
      [
        'certificate: fra.key\nkey: gone.key\n',
        [
          expect.stringMatching(/^1:14: the file .*fra\.key is not a certificate in PEM format/),
          expect.stringMatching(/^2:6: the file .*gone\.key does not exist/),
        ],
      ],
    ])('are refused with half of it, or with what is none: %j', async (text, expected) => {
      const { problems } = await read(text, join(folder, 'agent.yaml'))
      const found = problems.map((each) => formatDiagnostic(each).split('agent.yaml:')[1])
      expect(found).toEqual(expected)
    })
  })

  it('have no list in place of a mapping', async () => {
    expect(await problemsOf('spool: [1GiB]\nalone: [5m]\n')).toEqual([
      'agent.yaml:1:8: `spool` must be a mapping with size and age, got a list',
      'agent.yaml:2:8: `alone` must be a mapping with after and channels, got a list',
    ])
  })

  it('say where it keeps what it has, what it may check, and whom it notifies when no hub answers', async () => {
    const text = `directory: /var/lib/agent
policy: ./policy.yaml
spool: { size: 500MiB, age: 2d }
canaries: ["192.0.2.1:53", "[2001:db8::1]:443", "gateway.example:22"]
ad_hoc: true
alone: { channels: { ops: { kind: webhook, url: "\${HOOK}" } } }
`
    const { canaries, ...rest } = await load(text)
    expect(canaries.map(({ host, port }) => [host, port])).toEqual([
      ['192.0.2.1', 53],
      ['2001:db8::1', 443],
      ['gateway.example', 22],
    ])
    expect(rest).toEqual({
      directory: '/var/lib/agent',
      policy: '/etc/check-tcp/policy.yaml',
      spool: { bytes: 500 * 1_024 ** 2, ageMs: 2 * 86_400_000 },
      adHoc: true,
      alone: {
        afterMs: 300_000,
        channels: [expect.objectContaining({ name: 'ops', url: 'https://hook.example/x' })],
      },
    })
  })

  it('are refused with every mistake at once, each with its line and column', async () => {
    const problems = await problemsOf(`direktory: x
spool:
  size: 5 pounds
  age: 1m
canaries: [nowhere, "a:0", 5]
ad_hoc: maybe
alone:
  after: soon
  channels: { ops: { kind: webhok }, chat: { kind: slack, url: hunter2 } }
`)
    expect(problems.map((each) => each.replace(/: .*/, ''))).toEqual([
      'agent.yaml:1:1',
      'agent.yaml:3:9',
      'agent.yaml:4:8',
      'agent.yaml:5:12',
      'agent.yaml:5:21',
      'agent.yaml:5:28',
      'agent.yaml:6:9',
      'agent.yaml:8:10',
      'agent.yaml:9:28',
      'agent.yaml:9:64',
    ])
    const all = problems.join('\n')
    for (const part of [
      'did you mean `directory`?',
      '`size` must be a size from 64KiB to 1TiB (a text such as 500MiB, 2GiB), got "5 pounds"',
      '`age` must be a duration from 1h to 365d',
      'an entry of `canaries` must be a host and a port such as 192.0.2.1:53',
      '`ad_hoc` must be true or false',
      'did you mean webhook?',
    ]) {
      expect(all).toContain(part)
    }
    expect(all).not.toContain('hunter2')
  })

  it('that speak of being alone need somebody to notify', async () => {
    expect(await problemsOf('alone: { after: 1m }')).toEqual([
      expect.stringContaining('agent.yaml:1:8: `alone` lacks `channels`'),
    ])
    expect(await problemsOf('alone: { channels: {} }')).toEqual([
      expect.stringContaining('a mapping of at least one name to a channel'),
    ])
  })

  it('take secrets from files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'agent-'))
    await writeFile(join(folder, 'url'), 'https://hook.example/secret\n')
    const text = 'alone: { channels: { ops: { kind: slack, url: "file:url" } } }'
    const { alone } = await load(text, join(folder, 'agent.yaml'))
    expect(alone?.channels[0]).toMatchObject({ url: 'https://hook.example/secret' })
    await rm(folder, { recursive: true })
  })

  it('that cannot be read are said to be so', async () => {
    const { problems } = await readAgentSettings('/nowhere/agent.yaml', { environment: {} })
    expect(problems.map(formatDiagnostic).join()).toContain('/nowhere/agent.yaml')
  })
})
