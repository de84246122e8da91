import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ERROR_KEYS, SUCCESS_KEYS } from '../packages/check-tcp/test/support/result-keys.js'
import { loadMonitorConfig } from '../packages/check-tcp-monitor/src/config/load-config.js'
import { readAgentSettings } from '../packages/check-tcp-monitor/src/config/read-agent-settings.js'
import { codeBlocks, ROOT } from './code-blocks.js'

/** What the examples of the guide take from the environment. */
const GUIDE_ENVIRONMENT = {
  OPS_TOKEN: 'correct horse battery',
  WALL_TOKEN: 'battery staple horse',
  SMTP_PASSWORD: 'correct horse',
  HOOK_SECRET: 'battery staple',
  NTFY_TOPIC: 'correct-horse',
  NTFY_TOKEN: 'tk_battery_staple',
  DISCORD_WEBHOOK: 'https://discord.com/api/webhooks/1/battery-staple',
}

const KEYS = { success: SUCCESS_KEYS, error: ERROR_KEYS }

/** Config files of the monitor, which are no task files. */
const CONFIGS = ['monitor.yaml']

const yamlFiles = readdirSync(resolve(ROOT, 'examples')).filter((file) => file.endsWith('.yaml'))
const examples = yamlFiles.filter((file) => !CONFIGS.includes(file))
const scenarios = readdirSync(resolve(ROOT, 'examples/scenarios'))
const schema = (name: string, of = 'check-tcp') =>
  JSON.parse(readFileSync(resolve(ROOT, 'packages', of, 'schema', `${name}.json`), 'utf8'))

const ajv = addFormats.default(new Ajv({ strict: true, allowUnionTypes: true }))
const validators = {
  result: ajv.compile(schema('result')),
  'task-file': ajv.compile(schema('task-file')),
  parameters: ajv.compile(schema('parameters')),
  'agent-config': ajv.compile(schema('agent-config', 'check-tcp-monitor')),
  'monitor-config': ajv.compile(schema('monitor-config', 'check-tcp-monitor')),
}

describe('the examples', () => {
  it('are the five of the document and the quickstart', () => {
    expect(examples.toSorted()).toEqual([
      'attempts.yaml',
      'basic.yaml',
      'database.yaml',
      'local-service.yaml',
      'quickstart.yaml',
      'source-port.yaml',
    ])
  })

  // The others name hosts of other people; the lab runs them against hosts of its own (examples.lab.test.ts).
  it.each(['quickstart.yaml', 'local-service.yaml'])(
    '%s runs, and each result has the keys of the document in its order',
    (file) => {
      const args = ['check-tcp', 'run', `examples/${file}`, '--output', 'json']
      const { status, stdout, stderr } = spawnSync('npx', args, { cwd: ROOT, encoding: 'utf8' })
      expect([0, 1], stderr).toContain(status)
      for (const { result } of JSON.parse(stdout)) {
        expect(Object.keys(result)).toEqual(KEYS[result.status as keyof typeof KEYS])
        expect(validators.result(result), JSON.stringify(validators.result.errors)).toBe(true)
      }
    },
  )

  const paths = [...examples, ...scenarios.map((file) => `scenarios/${file}`)]
  it.each(paths)('%s fits the published JSON Schema of task files', (file) => {
    const text = readFileSync(resolve(ROOT, 'examples', file), 'utf8')
    expect(
      validators['task-file'](parse(text)),
      JSON.stringify(validators['task-file'].errors),
    ).toBe(true)
  })
})

describe('the config files of the monitor', () => {
  const pages = ['monitor.md', 'monitor-config.md', 'alerts.md', 'status-page.md'].map(
    (page) => `docs/guide/${page}`,
  )
  const guide = [...pages, 'packages/check-tcp-monitor/README.md'].flatMap((page) =>
    codeBlocks(page)
      .filter(({ language }) => language === 'yaml')
      .map(({ code }, index) => ({ file: `block ${index + 1} of ${page}`, text: code })),
  )
  const files = CONFIGS.map((file) => ({
    file,
    text: readFileSync(resolve(ROOT, 'examples', file), 'utf8'),
  }))
  const configs = [...files, ...guide]

  it.each(configs)('$file loads without a warning', async ({ file, text }) => {
    const path = resolve(ROOT, 'examples', file)
    const config = await loadMonitorConfig({ path, text }, { environment: GUIDE_ENVIRONMENT })
    await config.close()
    expect(config.warnings).toEqual([])
    expect(config.checks).not.toEqual([])
  })

  it.each(configs)('$file fits the published JSON Schema of configs', ({ text }) => {
    const validate = validators['monitor-config']
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true)
  })

  it.each(examples)('%s is a config too, since it is a task file', (file) => {
    const text = readFileSync(resolve(ROOT, 'examples', file), 'utf8')
    const validate = validators['monitor-config']
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true)
  })

  it.each([
    ['checks: [{ name: a, plugin: check_tcp_connection, parameters: { host: a }, evry: 5s }]'],
    ['checks: [{ name: a, plugin: check_tcp_connection, parameters: { prot: 5 } }]'],
    ['alerting: { channels: { a: { kind: pigeon } } }'],
    ['http: { listen: 9116 }'],
    ['retention: { raw: [] }'],
  ])('%s does not fit it', (text) => {
    expect(validators['monitor-config'](parse(text))).toBe(false)
  })
})

describe('the settings of an agent in the guide', () => {
  const [block] = codeBlocks('docs/guide/fleet.md').filter(({ code }) => code.includes('ad_hoc'))
  const text = (block?.code ?? '').replace(
    'file:/etc/check-tcp/ops-url',
    'https://ops.example/hook',
  )

  it('load, and fit the published JSON Schema', async () => {
    const { settings, problems } = await readAgentSettings(
      { path: 'agent.yaml', text },
      { environment: {} },
    )
    expect(problems).toEqual([])
    expect(settings).toMatchObject({ spool: { bytes: 2 ** 30 }, alone: { afterMs: 300_000 } })
    const validate = validators['agent-config']
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true)
  })

  it.each(['spool: { sise: 1GiB }', 'ad_hoc: 1', 'alone: { channels: { a: { kind: pigeon } } }'])(
    '%s does not fit it',
    (wrong) => {
      expect(validators['agent-config'](parse(wrong))).toBe(false)
    },
  )
})

describe('the scenarios of the document', () => {
  it('are its six', () => {
    expect(scenarios.toSorted()).toEqual([
      'dns.yaml',
      'firewall.yaml',
      'load-balancer.yaml',
      'network-troubleshooting.yaml',
      'service-health.yaml',
      'several-places.yaml',
    ])
  })

  it.each(scenarios)('%s comes out as its comments say', (file) => {
    const args = ['check-tcp', 'run', `examples/scenarios/${file}`, '--output', 'json']
    const { status, stdout, stderr } = spawnSync('npx', args, { cwd: ROOT, encoding: 'utf8' })
    const outcomes: {
      name: string
      result: { status: string }
      explanation?: { reasons: unknown[] }
    }[] = JSON.parse(stdout)
    const failed = outcomes.filter(({ result }) => result.status !== 'success')
    const meantToFail = file === 'network-troubleshooting.yaml' ? ['the service that is down'] : []
    expect(
      failed.map(({ name }) => name),
      stderr,
    ).toEqual(meantToFail)
    expect(status).toBe(meantToFail.length)
    for (const { explanation } of failed) {
      const nothingListens = { reason: 'nothing_listens', fault: 'target' }
      expect(explanation?.reasons[0]).toMatchObject(nothingListens)
    }
    for (const { result } of outcomes) {
      expect(validators.result(result), JSON.stringify(validators.result.errors)).toBe(true)
    }
  })
})

describe('the published JSON Schema', () => {
  it.each([
    [{ host: 'db', port: 5432 }, true],
    [{ host: 'db', port: 5432, family: 4, addresses: 'all', timeout: 0.5 }, true],
    [{ host: 'db', port: '5432' }, false],
    [{ host: 'db', port: 0 }, false],
    [{ host: 'db', port: 5432, timout: 5 }, false],
    [{ port: 5432 }, false],
    [{ host: 'db' }, false],
    [{ host: 'db', service: 'postgresql' }, true],
    [{ host: 'db', port: 22, expect: 'filtered', resolves_to: ['10.0.0.0/8'], hold: 1 }, true],
    [{ host: 'db', port: 22, expect: 'shut' }, false],
  ])('of parameters says of %j: %s', (parameters, valid) => {
    expect(validators.parameters(parameters)).toBe(valid)
  })
})
