// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of task files, not templates.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  load,
  problems,
  problemsOfFiles,
  registry,
  withParameters,
} from '../../../test/support/load-tasks.js'
import { loadTaskFiles } from './load-task-files.js'

describe('a valid task file', () => {
  it('gives its tasks in order, with defaults filled in', async () => {
    const tasks = await load(
      `- name: web
  plugin: check_tcp_connection
  parameters: { host: example.com, port: 80, timeout: 5 }
- name: database
  description: The one that matters.
  plugin: check_tcp_connection
  parameters: { host: "::1", port: 5432 }
`,
    )
    expect(tasks.map(({ name, line }) => [name, line])).toEqual([
      ['web', 1],
      ['database', 4],
    ])
    expect(tasks[0]?.parameters).toEqual({
      host: 'example.com',
      port: 80,
      timeout: 5,
      attempts: 1,
      retry_delay: 1,
      family: 'any',
      addresses: 'any',
      expect: 'open',
      tls: false,
      banner: false,
    })
    expect(tasks[1]).toMatchObject({
      description: 'The one that matters.',
      file: 'a.yaml',
      plugin: { name: 'check_tcp_connection' },
    })
  })

  it.each(['tasks', 'steps'])('may be a mapping with its list under `%s`', async (key) => {
    const tasks = await load(
      `name: checks\ndescription: Some checks.\n${key}:\n  - {name: a, plugin: ping, parameters: {host: x}}\n`,
    )
    expect(tasks).toHaveLength(1)
  })

  it('may be JSON', async () => {
    const text = JSON.stringify([{ name: 'a', plugin: 'ping', parameters: { host: 'x' } }])
    expect(await load(text)).toHaveLength(1)
  })

  it('may have Windows line ends, a byte order mark and a %YAML 1.2 directive', async () => {
    const body = '- name: a\r\n  plugin: ping\r\n  parameters:\r\n    host: x\r\n'
    expect(await load(`\ufeff%YAML 1.2\r\n---\r\n${body}`)).toHaveLength(1)
  })

  it.each<[string, (text: string) => Uint8Array]>([
    ['UTF-16 of Windows', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without its mark', (text) => Buffer.from(text, 'utf16le')],
    ['UTF-16 in network order', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['UTF-16 in network order without its mark', (text) => Buffer.from(text, 'utf16le').swap16()],
  ])('may be %s', async (_, encoded) => {
    const text = encoded('- name: bücher\r\n  plugin: ping\r\n  parameters: {host: x}\r\n')
    const files = [{ path: 'a.yaml', text }]
    const { tasks } = await loadTaskFiles(files, { registry, environment: {} })
    expect(tasks.map(({ name }) => name)).toEqual(['bücher'])
  })

  it('has its aliases replaced', async () => {
    const tasks = await load(`- name: a
  plugin: ping
  parameters: &same { host: x, count: 2 }
- name: b
  plugin: ping
  parameters: *same
`)
    expect(tasks.map(({ parameters }) => parameters)).toEqual([
      { host: 'x', count: 2 },
      { host: 'x', count: 2 },
    ])
  })

  it('has its merge keys merged: its own keys win, then the first of several', async () => {
    const tasks = await load(`defaults: &base { host: base, count: 1 }
tasks:
  - &first
    name: a
    plugin: ping
    parameters: { <<: *base, host: own }
  - <<: *first
    name: b
  - name: c
    plugin: ping
    parameters: { <<: [{ count: 3 }, *base] }
`)
    expect(tasks.map(({ name, parameters }) => [name, parameters])).toEqual([
      ['a', { host: 'own', count: 1 }],
      ['b', { host: 'own', count: 1 }],
      ['c', { host: 'base', count: 3 }],
    ])
  })

  it('may share names with another file', async () => {
    const text = '- {name: a, plugin: ping, parameters: {host: x}}'
    const files = [
      { path: 'a.yaml', text },
      { path: 'b.yaml', text },
    ]
    const { tasks } = await loadTaskFiles(files, { registry, environment: {} })
    expect(tasks.map(({ file }) => file)).toEqual(['a.yaml', 'b.yaml'])
  })
})

describe('defaults', () => {
  const file = (defaults: string, tasks: string) => `defaults: ${defaults}\ntasks:\n${tasks}`

  it('are merged under the parameters of each task whose plugin knows them', async () => {
    const tasks = await load(
      file(
        '{host: db, timeout: 3, port: 1}',
        `  - {name: a, plugin: check_tcp_connection, parameters: {port: 80}}
  - {name: b, plugin: ping, parameters: {}}`,
      ),
    )
    expect(tasks[0]?.parameters).toMatchObject({ host: 'db', port: 80, timeout: 3 })
    expect(tasks[1]?.parameters).toEqual({ host: 'db', count: 1 })
  })

  it('have their problem told once, where the default stands', async () => {
    const text = file(
      '{host: db, port: "80"}',
      `  - {name: a, plugin: check_tcp_connection, parameters: {}}
  - {name: b, plugin: check_tcp_connection, parameters: {}}`,
    )
    expect(await problems(text)).toEqual([
      'a.yaml:1:28: `port` must be an integer from 1 to 65535, got "80" (string); write 80 without quotes',
    ])
  })

  it('are refused where no task of the file knows their key', async () => {
    const text = file('{timeuot: 3}', '  - {name: a, plugin: ping, parameters: {host: x}}')
    expect(await problems(text)).toEqual([
      'a.yaml:1:12: "timeuot" is not a parameter of any task here (allowed: host, count)',
    ])
  })

  it('must be a mapping', async () => {
    const text = file('3', '  - {name: a, plugin: ping, parameters: {host: x}}')
    expect(await problems(text)).toEqual([
      'a.yaml:1:11: `defaults` must be a mapping of parameters, got 3 (number)',
    ])
  })
})

describe('references to the environment', () => {
  it.each(['${PORT}', '"${PORT}"', "'${PORT}'", '${NOBODY:-5432}'])(
    'make %s a number',
    async (port) => {
      const tasks = await load(withParameters('host: ${HOST}', `port: ${port}`), {
        HOST: 'db.internal',
        PORT: '5432',
      })
      expect(tasks[0]?.parameters).toMatchObject({ host: 'db.internal', port: 5432 })
    },
  )

  it('stay text under the tag !!str', async () => {
    const tasks = await load('- {name: !!str "${N}", plugin: ping, parameters: {host: x}}', {
      N: '7',
    })
    expect(tasks[0]?.name).toBe('7')
  })

  it('cannot bring in structure', async () => {
    const tasks = await load('- {name: a, plugin: ping, parameters: {host: "${H}"}}', {
      H: 'x, count: 7}\n- {',
    })
    expect(tasks[0]?.parameters).toEqual({ host: 'x, count: 7}\n- {', count: 1 })
  })

  it('are reported by name at their own place where unset, and nothing else is said of the value', async () => {
    const text = withParameters('host: "a.${A}.${B}"', 'port: ${P}')
    expect(await problems(text)).toEqual([
      'a.yaml:4:14: the environment variable A is not set; set it, or give a default: ${A:-default}',
      'a.yaml:4:19: the environment variable B is not set; set it, or give a default: ${B:-default}',
      'a.yaml:5:11: the environment variable P is not set; set it, or give a default: ${P:-default}',
    ])
  })
})

describe('a path', () => {
  it('is read as a task file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'check-tcp-'))
    try {
      const path = join(folder, 'tasks.yaml')
      await writeFile(path, '- {name: a, plugin: ping, parameters: {host: x}}')
      const { tasks } = await loadTaskFiles([path], { registry, environment: {} })
      expect(tasks[0]?.file).toBe(path)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it.each([
    ['/no/such/file.yaml', '/no/such/file.yaml: does not exist'],
    [tmpdir(), `${tmpdir()}: is a directory, not a file`],
    ['/dev/zero', '/dev/zero: is larger than 4 MiB; split it into several files'],
    ['bad\u001b[2J.yaml', 'bad\\x1b[2J.yaml: does not exist'],
  ])('%j is reported in words', async (path, message) => {
    expect(await problemsOfFiles([path])).toEqual([message])
  })
})

describe('files that parameters name', () => {
  it('are seen from the task file that names them, and told of where they are not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'check-tcp-'))
    try {
      await writeFile(join(folder, 'ca.pem'), '')
      const path = join(folder, 'tasks.yaml')
      const file = (name: string) => ({
        path,
        text: `defaults: { tls: { ca: ${name}, starttls: smtp } }\ntasks:\n  - { name: a, plugin: check_tcp_connection, parameters: { host: a, port: 25 } }\n`,
      })
      const loaded = await loadTaskFiles([file('./ca.pem')], { registry, environment: {} })
      expect(loaded.tasks[0]?.parameters).toMatchObject({
        tls: { ca: join(folder, 'ca.pem'), starttls: 'smtp' },
      })
      expect(await problemsOfFiles([file('no.pem')])).toEqual([
        expect.stringContaining(`:1:24: \`tls.ca\`: there is no file ${join(folder, 'no.pem')}`),
      ])
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('stand inside of a parameter whose problems are told at their place', async () => {
    expect(
      await problems(
        withParameters('host: a', 'port: 1', 'tls:', '  verfy: true', '  expires_in: 14'),
      ),
    ).toEqual([
      expect.stringMatching(
        /^a\.yaml:7:7: .*"tls\.verfy" is not a known key; did you mean `verify`/,
      ),
      expect.stringMatching(/^a\.yaml:8:7: .*`tls\.expires_in` must be a duration such as 14d/),
    ])
  })
})
