import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runMonitorCommand } from './run-monitor-command.js'

describe('check-tcp monitor agent --check', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'agent-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const write = (name: string, text: string) => {
    const file = join(folder, name)
    writeFileSync(file, text)
    return file
  }
  const check = (...words: string[]) => runMonitorCommand('agent', '--check', ...words)

  it('says what holds, by the file in its directory', async () => {
    mkdirSync(join(folder, 'own'))
    write('own/agent.yaml', 'spool: { size: 2GiB, age: 3d }\ncanaries: ["192.0.2.1:53"]\n')
    const { code, stdout, stderr } = await check('--directory', join(folder, 'own'))
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        `settings     ${join(folder, 'own/agent.yaml')}`,
        `directory    ${join(folder, 'own')}`,
        'spool        2GiB, 3d',
        'canaries     192.0.2.1:53',
        'ad hoc       no',
        'alone        it notifies nobody',
      ]),
    )
  })

  it('says it as JSON, without a secret', async () => {
    const channels = '{ ops: { kind: webhook, url: "https://ops.example/hunter2" } }'
    const file = write('a.yaml', `ad_hoc: true\nalone: { after: 1m, channels: ${channels} }\n`)
    const { stdout } = await check('--config', file, '-o', 'json')
    expect(JSON.parse(stdout)).toMatchObject({
      directory: join(folder, 'check-tcp-agent'),
      ad_hoc: true,
      alone: { after: 60, channels: [{ name: 'ops', kind: 'webhook' }] },
    })
    expect(stdout).not.toContain('hunter2')
  })

  it('says every mistake of the file at once, with its place', async () => {
    const file = write('a.yaml', 'adhoc: true\nspool: { age: 5m }\n')
    const { code, stdout, stderr } = await check('--config', file)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`${file}:1:1: "adhoc" is not a key of \`agent.yaml\`; did you mean`)
    expect(stderr).toContain(`${file}:2:15: \`age\` must be a duration from 1h to 365d`)
  })

  it('says the mistakes of the policy file together with those of the settings', async () => {
    write('policy.yaml', 'default: perhaps\n')
    const spool = 'spool: { age: 5m }\n'
    const wrong = await check('--config', write('a.yaml', `policy: policy.yaml\n${spool}`))
    expect(wrong.code).toBe(2)
    expect(wrong.stderr.trim().split('\n')).toEqual([
      expect.stringContaining('a.yaml:2:15: `age` must be'),
      expect.stringContaining('policy.yaml:1:10: `default` must be allow or deny'),
    ])
    const missing = await check('--config', write('b.yaml', `policy: none.yaml\n${spool}`))
    expect(missing.stderr.trim().split('\n')).toEqual([
      expect.stringContaining('b.yaml:2:15: `age` must be'),
      expect.stringContaining('none.yaml: does not exist'),
    ])
  })

  it('says what is wrong with the policy file that it names', async () => {
    write('policy.yaml', 'default: perhaps\n')
    const { code, stderr } = await check('--config', write('a.yaml', 'policy: policy.yaml\n'))
    expect(code).toBe(2)
    expect(stderr).toContain('policy.yaml:1:')
  })
})
