import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keepHashes, segments } from '../../audit/log-files.js'
import { IndependentVerifier, verifierLeftOut } from '../../audit/verifier/independent-verifier.js'
import { listening } from '../../support/listening.js'
import { runCommand } from '../support/run-command.js'
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js'

const AUDITED = 'audit: { directory: log, mode: strict }\n'

const FIRST_ENTRIES = 'entries-0000000000000000.ndjson'

/** Checks some ports of this machine where nobody listens. */
async function audited(folder: TemporaryFolder, ...ports: number[]): Promise<string> {
  const policy = await folder.write('policy.yaml', AUDITED)
  const targets = ports.map((port) => `127.0.0.1:${port}`)
  const { code, stderr } = await runCommand([...targets, '--policy', policy])
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  return policy
}

async function entriesOf(policy: string, ...flags: string[]) {
  const { code, stdout } = await runCommand([
    ...['audit', 'show', '--policy', policy, '--output', 'ndjson', ...flags],
  ])
  expect(code).toBe(0)
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}

describe('a policy that wants an audit log', () => {
  it('gets an entry from every command that checks, with why it was made', async () => {
    await using folder = await temporaryFolder()
    const policy = await folder.write('policy.yaml', AUDITED)
    const tasks = await folder.write(
      'tasks.yaml',
      '- { name: its_task, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: 2 } }\n',
    )
    const asked = ['--policy', policy]
    await runCommand(['127.0.0.1:1', ...asked, '--i-am-authorized', 'ticket 7'])
    await runCommand(['run', tasks, ...asked])
    await runCommand(['wait', '127.0.0.1:3', '--for', '0.1', ...asked])
    await runCommand(['watch', '127.0.0.1:4', '--count', '1', ...asked])
    await runCommand(['--targets', '-', ...asked], { stdin: '127.0.0.1:5\n' })
    await runCommand(['plugin', 'check_tcp_connection'], {
      stdin: '{"host":"127.0.0.1","port":6}',
      env: { CHECK_TCP_POLICY: policy },
    })
    await runCommand(['explain', '127.0.0.1:7', '--ports', '8', ...asked])
    const entries = await entriesOf(policy)
    const ports = new Set(entries.map(({ what }) => what.port))
    for (let port = 1; port <= 8; port++) expect(ports).toContain(port)
    const whyOf = (port: number) => entries.find(({ what }) => what.port === port).why
    expect(whyOf(1)).toEqual({ authorisation: 'ticket 7' })
    expect(whyOf(2)).toEqual({ task: { name: 'its_task', file: tasks, line: 1 } })
    expect(whyOf(3)).toEqual({})
  })

  it('has denied checks recorded too, with the rule', async () => {
    await using folder = await temporaryFolder()
    const policy = await folder.write('p.yaml', `rules: [deny: { networks: loopback }]\n${AUDITED}`)
    await runCommand(['127.0.0.1:1', '--policy', policy])
    expect(await entriesOf(policy)).toMatchObject([
      {
        outcome: {
          failure: 'denied_by_policy',
          fault: 'policy',
          cause: `${policy}:1 deny networks loopback`,
        },
      },
    ])
  })

  it('has no secret written anywhere', async () => {
    await using folder = await temporaryFolder()
    await using open = await listening()
    const policy = await folder.write('policy.yaml', AUDITED)
    const secrets = ['hunter2', 's3same', 'pa55']
    const tasks = await folder.write(
      'tasks.yaml',
      `- { name: a, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: ${open.port}, send: pa55, receive: s3same, timeout: 0.1 } }\n`,
    )
    const target = `127.0.0.1:${open.port}`
    const sent = ['--send', 'AUTH hunter2', '--receive', 's3same', '--timeout', '0.1']
    await runCommand([target, ...sent, '--policy', policy])
    await runCommand(['run', tasks, '--policy', policy])
    const log = join(folder.path, 'log')
    const text = readdirSync(log)
      .map((name) => readFileSync(join(log, name), 'utf8'))
      .join('\n')
    for (const secret of secrets) expect(text).not.toContain(secret)
    const entries = await entriesOf(policy)
    expect(entries[0].what.parameters).toMatchObject({ send_bytes: 12, receive_bytes: 6 })
    expect(entries[1].what.parameters).toMatchObject({ send_bytes: 4, receive_bytes: 6 })
  })

  it('has one log for several processes at once', async () => {
    await using folder = await temporaryFolder()
    const policy = await folder.write('policy.yaml', AUDITED)
    const runs = [1, 2, 3].map((net) =>
      runCommand([`127.${net}.0.0/23:1`, '--policy', policy, '--output', 'ndjson']),
    )
    for (const { stderr } of await Promise.all(runs)) expect(stderr).toBe('')
    const hosts = (await entriesOf(policy)).map(({ what }) => what.host)
    expect(hosts).toHaveLength(3 * 510)
    expect(new Set(hosts).size).toBe(3 * 510)
    const { code } = await runCommand(['audit', 'verify', '--policy', policy])
    expect(code).toBe(0)
  })

  it('has every mistake in it told at its place', async () => {
    await using folder = await temporaryFolder()
    const policy = await folder.write(
      'policy.yaml',
      'audit:\n  mode: lax\n  segment_bytes: 1\n  retention: 30\n  checkpoint_interval: soon\n  key: 7\n',
    )
    const { code, stderr } = await runCommand(['127.0.0.1:1', '--policy', policy])
    expect(code).toBe(2)
    const told = [...stderr.matchAll(/policy\.yaml:(\d+:\d+): (.*)/g)].map(([, at, text]) => [
      at,
      text,
    ])
    expect(told).toEqual([
      ['2:3', '`audit` must have a `directory`'],
      ['2:9', '`mode` must be one of strict, relaxed, got "lax" (string)'],
      ['3:18', '`segment_bytes` must be an integer from 4096 to 1073741824, got 1 (number)'],
      [
        '4:3',
        expect.stringContaining('"retention" is not a key of audit (allowed: directory, mode, key'),
      ],
      ['5:24', '`checkpoint_interval` must be an integer from 1 to 86400, got "soon" (string)'],
      ['6:8', '`key` must be a text, got 7 (number); put it in quotes'],
    ])
  })

  it('is told with --verbose where it is', async () => {
    await using folder = await temporaryFolder()
    const policy = await folder.write('policy.yaml', AUDITED)
    const { stderr } = await runCommand(['127.0.0.1:1', '--policy', policy, '--verbose'])
    expect(stderr).toContain(`check-tcp: audit: strict, in ${join(folder.path, 'log')}\n`)
  })
})

describe('check-tcp audit verify', () => {
  it('says that all is well, and what it could not know', async () => {
    await using folder = await temporaryFolder()
    const policy = await audited(folder, 1, 2)
    const directory = join(folder.path, 'log')
    const { code, stdout } = await runCommand(['audit', 'verify', '--policy', policy])
    expect(code).toBe(0)
    expect(stdout).toContain(`✔ ${directory}: 2 entries, signed by `)
    expect(stdout).toContain("! this is the log's own key")
    expect(stdout).toContain('! without a checkpoint from outside (--since)')
  })

  it('finds what has been changed since a checkpoint that was kept elsewhere', async () => {
    await using folder = await temporaryFolder()
    await audited(folder, 1, 2)
    const directory = join(folder.path, 'log')
    const since = await folder.write('since', readFileSync(join(directory, 'checkpoint')))
    const key = readFileSync(join(directory, 'verifier-key'), 'utf8').trim()
    await audited(folder, 3)
    const verify = ['audit', 'verify', '--directory', directory, '--since', since, '--key', key]
    const well = await runCommand(verify)
    expect(well.stdout).toMatch(
      /^✔ .*: 3 entries, signed by .*\n✔ has only grown since the checkpoint of 2 entries\n$/,
    )
    expect(well.code).toBe(0)
    const [segment = ''] = readdirSync(directory).filter((name) => name.startsWith('entries'))
    const file = join(directory, segment)
    writeFileSync(file, readFileSync(file, 'utf8').replace('"port":1,', '"port":9,'))
    const found = await runCommand(verify)
    expect(found.code).toBe(1)
    expect(found.stdout).toContain(
      '✘ the first 2 entries are not those that the checkpoint from outside vouches for',
    )
    const json = await runCommand([...verify, '--output', 'json'])
    expect(json.code).toBe(1)
    expect(JSON.parse(json.stdout).findings.length).toBeGreaterThan(0)
  })

  it('finds entries that were removed as if by the retention, though a writer came in between', async () => {
    await using folder = await temporaryFolder()
    const directory = join(folder.path, 'log')
    const audit = `audit: { directory: log, segment_bytes: 4096 }\n`
    const policy = await folder.write('policy.yaml', audit)
    const check = (target: string) => runCommand([target, '--policy', policy])
    for (const net of [0, 16, 32]) await check(`127.0.0.${net}/28:1`)
    const since = await folder.write('since', readFileSync(join(directory, 'checkpoint')))
    const key = readFileSync(join(directory, 'verifier-key'), 'utf8').trim()
    const [last = '', ...older] = [...segments(directory)].reverse()
    const first = Number(/\d+/.exec(last)?.[0])
    const planted = `{"kind":"retention","time":"2026-03-01T00:00:00Z","who":{},"days":30,"kept_from":${first}}\n`
    appendFileSync(join(directory, last), planted)
    expect(await check('127.0.0.1:1')).toMatchObject({ code: 1, stderr: '' })
    for (const segment of older) keepHashes(directory, segment)
    const { code, stdout } = await runCommand([
      ...['audit', 'verify', '--directory', directory, '--since', since, '--key', key],
    ])
    expect(code).toBe(1)
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /✘ entries 0 to \d+ are gone \(hashes-0+\.sha256 remains\), and no signed checkpoint says/,
    )
    // The next writer is not taken in either.
    const refused = await check('127.0.0.1:1')
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr.replace(/\s+/g, ' ')).toContain(
      'replaces entries that the log did not remove. Keep the folder as evidence',
    )
  })

  it('finds without a checkpoint from outside that the own one was deleted', async () => {
    await using folder = await temporaryFolder()
    const policy = await audited(folder, 1, 2)
    rmSync(join(folder.path, 'log', 'checkpoint'))
    const { code, stdout } = await runCommand(['audit', 'verify', '--policy', policy])
    expect(code).toBe(1)
    expect(stdout).toContain('✘ checkpoint is missing: a log has one from its beginning')
    const refused = await runCommand(['127.0.0.1:1', '--policy', policy])
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('has lost its checkpoint')
  })

  it('holds how long entries are kept against the policy, where it knows one', async () => {
    await using folder = await temporaryFolder()
    const directory = join(folder.path, 'log')
    const shorter = 'audit: { directory: log, retention_days: 7 }\n'
    const asked = await folder.write('shorter.yaml', shorter)
    await runCommand(['127.0.0.1:1', '--policy', asked])
    const policy = await folder.write('policy.yaml', AUDITED)
    const verify = (...flags: string[]) => runCommand(['audit', 'verify', ...flags])
    expect((await verify('--policy', asked)).code).toBe(0)
    expect((await verify('--directory', directory)).code).toBe(0)
    for (const flags of [[], ['--directory', directory]]) {
      const { code, stdout } = await verify(...flags, '--policy', policy)
      expect(code).toBe(1)
      expect(stdout).toContain('✘ the log keeps entries for 7 days, but the policy requires ever')
    }
    await runCommand(['127.0.0.1:1', '--policy', policy])
    expect((await verify('--policy', policy)).code).toBe(0)
    const { stdout } = await runCommand(['audit', 'show', '--policy', policy])
    expect(stdout).toContain('entries are kept for ever from now on, not 7 days')
  })

  it.each([
    [['--directory', '/nowhere'], 'there is no audit log in /nowhere, which does not exist'],
    [
      ['--directory', '/etc/passwd'],
      'there is no audit log in /etc/passwd, which is not a directory',
    ],
    [['--directory', '.', '--since', '/nowhere'], '/nowhere: does not exist'],
    [['--directory', '.', '--key', 'x'], '--key must be a verifier key'],
    [[], 'no policy names an audit log; give --directory DIR'],
  ])('with %j is a usage error', async (flags, told) => {
    await using folder = await temporaryFolder()
    const env = { CHECK_TCP_POLICY: await folder.write('policy.yaml', 'default: allow\n') }
    const { code, stdout, stderr } = await runCommand(['audit', 'verify', ...flags], { env })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`check-tcp: ${told}`)
  })
})

describe('check-tcp audit show', () => {
  it('shows a line for each entry, of a target, a user or a time where asked', async () => {
    await using folder = await temporaryFolder()
    const policy = await audited(folder, 1, 2)
    const [first] = await entriesOf(policy)
    const show = async (...flags: string[]) => {
      const { stdout } = await runCommand(['audit', 'show', '--policy', policy, ...flags])
      return stdout.split('\n').slice(0, -1)
    }
    const { user } = first.who
    expect(await show()).toHaveLength(2)
    expect(await show('--target', '127.0.0.1:2')).toEqual([
      expect.stringMatching(
        /^ {5}1 {2}\S+Z {2}\S+ \d+ {2}127\.0\.0\.1:2 {2}refused \(127\.0\.0\.1\)$/,
      ),
    ])
    expect(await show('--target', '127.0.0.1', '--user', user, '--since', first.time)).toHaveLength(
      2,
    )
    expect(await show('--user', `${user}x`)).toEqual([])
    expect(await show('--since', '2999-01-01')).toEqual([])
    const { code, stderr } = await runCommand(['audit', 'show', '--policy', policy, '--since', 'x'])
    expect(code).toBe(2)
    expect(stderr).toContain('--since must be a time such as')
  })

  it('says of entries at the end that no seal is theirs, and that there is no log', async () => {
    await using folder = await temporaryFolder()
    const policy = await audited(folder, 1)
    const directory = join(folder.path, 'log')
    const [segment = ''] = segments(directory)
    appendFileSync(join(directory, segment), '{"planted":1}\n')
    const show = ['audit', 'show', '--policy', policy]
    const { code, stderr } = await runCommand(show)
    expect(code).toBe(0)
    expect(stderr.replace(/\s+/g, ' ')).toContain('entries from 1 on have no seal yet')
    expect((await runCommand(['audit', 'verify', '--policy', policy])).stdout).toContain(
      `! 1 lines of ${segment} from entry 1 on have no seal`,
    )
    for (const name of readdirSync(directory)) rmSync(join(directory, name))
    for (const command of ['show', 'verify']) {
      const none = await runCommand(['audit', command, '--policy', policy])
      expect(none.code).toBe(2)
      expect(none.stderr).toContain(`there is no audit log in ${directory}`)
    }
  })

  it('lets no text of an entry steer the terminal', async () => {
    await using folder = await temporaryFolder()
    const policy = await folder.write('policy.yaml', AUDITED)
    const why = '\u001b[2J\u009b31m\u202etxt\r\nforged line'
    await runCommand(['127.0.0.1:1', '--policy', policy, '--i-am-authorized', why])
    for (const output of ['human', 'ndjson']) {
      const { stdout } = await runCommand([
        ...['audit', 'show', '--policy', policy, '--output', output],
      ])
      expect(stdout.split('\n')).toHaveLength(2)
      expect(stdout.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
    }
    expect((await entriesOf(policy))[0].why.authorisation).toBe(why)
  })
})

describe('check-tcp audit prove', () => {
  it('tells a program all of a proof', async () => {
    await using folder = await temporaryFolder()
    const policy = await audited(folder, 1, 2, 3)
    const directory = join(folder.path, 'log')
    const since = await folder.write('since', readFileSync(join(directory, 'checkpoint')))
    await audited(folder, 4, 5)
    const lines = readFileSync(join(directory, FIRST_ENTRIES), 'utf8').split('\n')
    const ask = async (...what: string[]) => {
      const asked = ['audit', 'prove', ...what, '--policy', policy, '--output', 'json']
      return JSON.parse((await runCommand(asked)).stdout)
    }
    const inclusion = await ask('4')
    expect(inclusion).toMatchObject({ index: 4, entry: lines[4], size: 5 })
    expect(inclusion.checkpoint).toContain(inclusion.root)
    const growth = await ask('--since', since)
    expect(growth).toMatchObject({ from: 3, size: 5, root: inclusion.root })
    expect(readFileSync(since, 'utf8')).toContain(growth.from_root)
  })

  it('takes an entry or a checkpoint, not both and not neither', async () => {
    const { code, stderr } = await runCommand(['audit', 'prove', '--directory', '.'])
    expect(code).toBe(2)
    expect(stderr).toContain('audit prove takes the number of an entry, or --since CHECKPOINT')
  })
})

describe.skipIf(verifierLeftOut !== '')(
  `check-tcp audit prove, and Python${verifierLeftOut}`,
  () => {
    it('proves each entry to a verifier that knows the key alone, and no other', async () => {
      await using folder = await temporaryFolder()
      await using verifier = new IndependentVerifier()
      const policy = await audited(folder, 1, 2, 3, 4, 5)
      const directory = join(folder.path, 'log')
      const key = readFileSync(join(directory, 'verifier-key'), 'utf8')
      const lines = readFileSync(join(directory, FIRST_ENTRIES), 'utf8').split('\n')
      for (let index = 0; index < 5; index++) {
        const { code, stdout } = await runCommand([
          'audit',
          'prove',
          `${index}`,
          '--policy',
          policy,
        ])
        expect(code).toBe(0)
        expect(await verifier.proofHolds(stdout, lines[index] ?? '', key)).toBe(true)
        expect(await verifier.proofHolds(stdout, lines[(index + 1) % 5] ?? '', key)).toBe(false)
      }
      const { code, stderr } = await runCommand(['audit', 'prove', '5', '--policy', policy])
      expect(code).toBe(2)
      expect(stderr).toContain(
        'entry 5 is not vouched for: the newest checkpoint is of the first 5',
      )
    })

    it('proves that the log has only grown since a checkpoint', async () => {
      await using folder = await temporaryFolder()
      await using verifier = new IndependentVerifier()
      const policy = await audited(folder, 1, 2, 3)
      const directory = join(folder.path, 'log')
      const key = readFileSync(join(directory, 'verifier-key'), 'utf8')
      const kept: string[] = []
      for (const port of [4, 5, 6]) {
        kept.push(readFileSync(join(directory, 'checkpoint'), 'utf8'))
        await audited(folder, port)
      }
      for (const [index, since] of kept.entries()) {
        const file = await folder.write('since', since)
        const { stdout } = await runCommand(['audit', 'prove', '--since', file, '--policy', policy])
        expect(await verifier.growthProofHolds(stdout, since, key)).toBe(true)
        const other = kept[(index + 1) % kept.length] ?? ''
        await expect(verifier.growthProofHolds(stdout, other, key)).rejects.toThrow(
          'not from the kept',
        )
      }
    })

    it('leaves a log that holds, and no longer does with a word changed', async () => {
      await using folder = await temporaryFolder()
      await using verifier = new IndependentVerifier()
      await audited(folder, 1, 2, 3)
      const directory = join(folder.path, 'log')
      const key = readFileSync(join(directory, 'verifier-key'), 'utf8')
      const since = readFileSync(join(directory, 'checkpoint'), 'utf8')
      await audited(folder, 4)
      expect(await verifier.findings({ directory, key, since })).toEqual([])
      const entries = join(directory, FIRST_ENTRIES)
      writeFileSync(entries, readFileSync(entries, 'utf8').replace('127.0.0.1', '127.0.0.2'))
      expect(await verifier.findings({ directory, key, since })).not.toEqual([])
    })
  },
)

describe('an audit log of tasks with references to the environment', () => {
  const SECRET = 'geheim-7f3a'

  it('has the references in place of what they stand for', async () => {
    await using folder = await temporaryFolder()
    const policy = await folder.write('policy.yaml', AUDITED)
    const reference = (name: string) => ['$', `{${name}}`].join('')
    const task = (name: string, host: string, more: object = {}) => ({
      name: `${name} ${reference('PW')}`,
      plugin: 'check_tcp_connection',
      parameters: { host, port: 1, timeout: 1, ...more },
    })
    const tasks = await folder.write(
      'tasks.yaml',
      JSON.stringify([
        { ...task('login', '127.0.0.1', { send: reference('PW') }), explain: true },
        { ...task('host', reference('PW')), explain: true },
        task('part', `db-${reference('PW')}.invalid`),
        task('name', '127.0.0.1', { tls: { server_name: `${reference('PW')}.test` } }),
        task('open', reference('HERE')),
      ]),
    )
    const env = { PW: SECRET, HERE: '127.0.0.1' }
    const { stdout } = await runCommand(['run', tasks, '--policy', policy, '-o', 'ndjson'], { env })
    expect(stdout).toContain(SECRET)
    const entries = await entriesOf(policy)
    expect(entries.length).toBeGreaterThan(4)
    const text = readdirSync(join(folder.path, 'log'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
      .join('\n')
    expect(text).not.toContain(SECRET)
    const by = (name: string) =>
      entries.find(({ kind, why }) => kind === 'check' && why.task.name.startsWith(name))
    expect(by('login').why.task).toMatchObject({ name: `login ${reference('PW')}`, line: 1 })
    expect(by('login').what.parameters.send_bytes).toBe(SECRET.length)
    expect(by('host').what.host).toBe(reference('PW'))
    expect(by('part').what.host).toBe(`db-${reference('PW')}.invalid`)
    expect(by('name').what.parameters.tls.server_name).toBe(`${reference('PW')}.test`)
    expect(by('open').what).toMatchObject({ host: reference('HERE'), addresses: ['127.0.0.1'] })
  })
})
