import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TaskFileError } from 'check-tcp/files'
import { describe, expect, it } from 'vitest'
import { loadMonitorConfig } from './load-config.js'

async function problemsOf(text: string, path = 'm.yaml') {
  try {
    const file = { path, text }
    await (await loadMonitorConfig(file, { environment: {}, machine: 'box' })).close()
  } catch (error) {
    if (!(error instanceof TaskFileError)) throw error
    return error.message.split('\n')
  }
  return []
}

const check = (words: string) => `  - { plugin: check_tcp_connection, ${words} }\n`
const GOOD = 'parameters: { host: a, port: 1 }'

describe('beside mistakes in the structure', () => {
  it('circles, unknown checks, routes and channels are reported too', async () => {
    const problems = await problemsOf(`checks:
${check(`name: a, ${GOOD}, depends_on: [b], intervall: 5s`)}${check('name: b, parameters: { host: a, port: 0 }, depends_on: [a, gone], alert: [nobody]')}${check(`name: c, ${GOOD}, every: soon, confirm: 0, depends_on: [gone], alert: [al]`)}
alerting:
  channels: { chat: { kind: slack, url: nonsense } }
  routes: [{ name: all, channels: [chat, chad], group_wait: later }]
canaries: [a, 5, z]
retention: { raw: never }
`)
    const all = problems.join('\n')
    for (const part of [
      '"intervall" is not a key of a check',
      '`depends_on` forms a cycle: "a" > "b" > "a"',
      'port',
      'there is no check "gone"',
      'there is no route "nobody"',
      'there is no route "al"; did you mean "all"?',
      '`every` must be',
      '`confirm` must be',
      '`url` must be',
      'there is no channel "chad"; did you mean "chat"?',
      '`group_wait` must be',
      'an entry of `canaries` must be',
      'there is no check "z"',
      '`raw` must be',
    ]) {
      expect(all).toContain(part)
    }
    expect(problems.filter((each) => each.includes('"gone"'))).toHaveLength(2)
  })

  it.each([
    [
      'an unknown plugin',
      'checks: [{ name: a, plugin: ping, parameters: { host: a, port: 0 } }]',
      ['plugin "ping"', 'port'],
    ],
    [
      'slow confirmation beside another bad setting',
      `checks:\n${check(`name: a, ${GOOD}, confirm: 0, every: 5s, confirm_every: 10s`)}`,
      ['`confirm` must be', '`confirm_every` (10s) must be at most `every` (5s)'],
    ],
    [
      'a circle through a group that has a mistake',
      `groups: { g: { depends_on: [b], sverity: info } }\nchecks:\n${check(`name: a, ${GOOD}, group: g`)}${check(`name: b, ${GOOD}, depends_on: [a]`)}`,
      ['"sverity"', 'forms a cycle: "a" > "b" > "a"'],
    ],
    [
      'two routes of one name beside one that is no route',
      `checks:\n${check(`name: a, ${GOOD}`)}alerting: { routes: [{ name: x }, { name: x }, nothing] }`,
      ['there is a route "x" already', 'a mapping with name and channels'],
    ],
  ])('%s hides nothing', async (_what, text, parts) => {
    const problems = await problemsOf(text)
    for (const part of parts) expect(problems.join('\n')).toContain(part)
    expect(problems).toHaveLength(parts.length)
  })

  it('is nothing said of routes or checks that cannot be known', async () => {
    const routes = await problemsOf(
      `checks:\n${check(`name: a, ${GOOD}, alert: [ops]`)}alerting: 5\n`,
    )
    expect(routes).toEqual([expect.stringContaining('`alerting` must be')])
    const directory = mkdtempSync(join(tmpdir(), 'check-tcp-config-'))
    try {
      writeFileSync(join(directory, 'more.yaml'), 'checks: [')
      const text = `include: [more.yaml]\nchecks:\n${check(`name: a, ${GOOD}, depends_on: [in_more]`)}`
      const problems = await problemsOf(text, join(directory, 'm.yaml'))
      expect(problems.join('\n')).not.toContain('in_more')
      expect(problems).toHaveLength(1)
    } finally {
      rmSync(directory, { recursive: true })
    }
  })
})
