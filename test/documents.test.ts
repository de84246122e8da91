import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FAILURES } from '../packages/check-tcp/src/core/failure/failure.js'
import { PROBES } from '../packages/check-tcp/src/explain/probes.js'
import { codeBlocks, ROOT, textOf } from './code-blocks.js'

const DOCUMENTS = [
  'README.md',
  'packages/check-tcp/README.md',
  'docs/guide/audit.md',
  'docs/guide/explain.md',
  'docs/guide/mass-checks.md',
  'docs/guide/mcp.md',
  'docs/guide/task-files.md',
]
/** Their YAML is for the monitor, which runs until it is told to end; `examples.test.ts` loads the guide's. */
const MONITOR_README = 'packages/check-tcp-monitor/README.md'
const MONITOR_PAGES = ['README.md', 'docs/guide/monitor.md']

const blocks = DOCUMENTS.flatMap(codeBlocks)
const ofLanguage = (language: string) => blocks.filter((block) => block.language === language)

/** The two commands that install: the tests cannot run these from inside themselves; `.ci/run` does. */
const INSTALLS = /^npm ci && (npx check-tcp run examples\/quickstart\.yaml|npm test)$/

const COMMANDS = ofLanguage('sh')
  .flatMap(({ file, code }) =>
    code
      .trim()
      .split('\n')
      .map((line) => ({ file, line })),
  )
  .filter(({ line }) => !INSTALLS.test(line))

function run(command: string, args: readonly string[], cwd = ROOT) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  return { status, stdout, stderr }
}

describe('the documents', () => {
  let folder: string
  beforeAll(() => {
    // Inside the repository, so that `import 'check-tcp'` finds the package as a user's program would.
    folder = mkdtempSync(join(ROOT, 'node_modules', '.documents-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(COMMANDS)('$file: $line runs as printed', ({ line }) => {
    const { status, stdout, stderr } = run('sh', ['-c', line])
    // 1: checked, and nobody listens there on this machine; nagios has 2 for that.
    expect(line.includes('nagios') ? [0, 2] : [0, 1], stderr).toContain(status)
    expect(stdout).not.toBe('')
  })

  const examples = [...ofLanguage('js'), ...codeBlocks(MONITOR_README)].filter(
    ({ language }) => language === 'js',
  )
  it.each(examples)('$file: the library example runs', ({ code }) => {
    const program = join(folder, 'example.mjs')
    // On a port that is free, whatever else runs on this machine.
    const config = join(folder, 'monitor.yaml')
    const example = textOf('examples/monitor.yaml')
    writeFileSync(config, example.replaceAll(/listen: 127\.0\.0\.1:\d+/g, 'listen: 127.0.0.1:0'))
    writeFileSync(program, code.replace('examples/monitor.yaml', config))
    const { status, stdout, stderr } = run(process.execPath, [program])
    expect(stderr).toBe('')
    expect(status).toBe(0)
    expect(stdout).not.toBe('')
  })

  it.each(ofLanguage('yaml'))('$file: the task file $code loads and runs', ({ code }) => {
    const file = join(folder, 'tasks.yaml')
    writeFileSync(file, code)
    const { status, stdout, stderr } = run('npx', ['check-tcp', 'run', file, '--output', 'json'])
    expect([0, 1], stderr).toContain(status)
    for (const { plugin, result } of JSON.parse(stdout)) {
      expect(plugin).toBe('check_tcp_connection')
      expect(['success', 'error']).toContain(result.status)
    }
  })

  it('show a result with the keys that a result has', () => {
    const [shown] = ofLanguage('json')
    const { stdout } = run('npx', ['check-tcp', '127.0.0.1:1', '--output', 'json'])
    const real = JSON.parse(stdout)
    const example = JSON.parse(shown?.code ?? '{}')
    expect(Object.keys(example)).toEqual(Object.keys(real))
    expect(Object.keys(example.details)).toEqual(Object.keys(real.details))
  })

  it('show the output of the quickstart as it is, but for ports and times', () => {
    const [shown] = ofLanguage('text')
    const { status, stdout } = run('npx', ['check-tcp', 'run', 'examples/quickstart.yaml'])
    const masked = (text: string) =>
      text
        .replace(/:\d{4,5} (?=connected|Connection)/g, ':PORT ')
        .replace(/[\d.]+ (µs|ms|s)\b/g, 'TIME')
    expect(masked(`$ npx check-tcp run examples/quickstart.yaml\n${stdout}`)).toBe(
      masked(shown?.code ?? ''),
    )
    expect(status).toBe(1)
  })

  it.each(MONITOR_PAGES)(
    'show what the monitor would do as it is, but for ports and folders: %s',
    (page) => {
      const command = 'check-tcp monitor --check examples/monitor.yaml'
      const shown = codeBlocks(page).find(({ code }) => code.startsWith(`$ npx ${command}\n`))
      const { status, stdout } = run('npx', command.split(' '))
      const masked = (text: string) =>
        text.replace(/:\d{4,5} (?= *every)/g, ':PORT ').replace(/history in \S+\//, 'history in ')
      expect(masked(`$ npx ${command}\n${stdout}`)).toBe(masked(shown?.code ?? ''))
      expect(status).toBe(0)
    },
  )

  it('list every failure with its text and fault', () => {
    const guide = readFileSync(resolve(ROOT, 'docs/guide/result.md'), 'utf8').replace(/ +/g, ' ')
    for (const [failure, { error, fault }] of Object.entries(FAILURES)) {
      const text = error ?? (failure === 'unknown' ? "the system's own text" : 'the expectation')
      expect(guide).toContain(`| \`${failure}\` | ${text} | ${fault} |`)
    }
  })

  it('list every probe with what it asks, costs and needs', () => {
    const guide = readFileSync(resolve(ROOT, 'docs/guide/explain.md'), 'utf8')
    for (const { name, asks, cost, needs } of Object.values(PROBES)) {
      expect(guide).toContain(`| \`${name}\` | ${asks} | ${cost} | ${needs} |`)
    }
  })

  it('have no link that leads nowhere', () => {
    const files = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', ...markdownBelow('docs')]
    const broken = files.flatMap((file) => {
      const text = readFileSync(resolve(ROOT, file), 'utf8')
      return [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)]
        .map(([, link = '']) => resolve(ROOT, dirname(file), link))
        .filter((path) => !existsSync(path))
    })
    expect(broken).toEqual([])
  })
})

function markdownBelow(folder: string): string[] {
  return readdirSync(resolve(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file))
}
