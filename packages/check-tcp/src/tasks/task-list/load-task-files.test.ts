// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of task files, not templates.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { checkTcpConnectionPlugin } from '../check-tcp-connection-plugin.js'
import type { Plugin } from '../plugin.js'
import { createRegistry } from '../registry.js'
import { TaskFileError } from '../text/diagnostic.js'
import { loadTaskFiles, type TaskFile } from './load-task-files.js'

const ping: Plugin = {
  name: 'ping',
  description: 'For these tests.',
  schema: v.strictObject({ host: v.string('a text'), count: v.optional(v.number('a number'), 1) }),
  run: async () => ({}),
  succeeded: () => true,
}
const unused = { check: () => Promise.reject(new Error('loading must not run a check')) }
const registry = createRegistry([checkTcpConnectionPlugin(unused), ping])

type Environment = Record<string, string>

async function load(text: string, environment: Environment = {}) {
  const { tasks } = await loadTaskFiles([{ path: 'a.yaml', text }], { registry, environment })
  return tasks
}

async function problemsOfFiles(files: readonly TaskFile[], environment: Environment = {}) {
  try {
    await loadTaskFiles(files, { registry, environment })
  } catch (error) {
    if (error instanceof TaskFileError) return error.message.split('\n')
    throw error
  }
  return []
}

const problems = (text: string | Uint8Array, environment: Environment = {}) =>
  problemsOfFiles([{ path: 'a.yaml', text }], environment)

/** A task file with one task whose parameters are the given lines. */
const withParameters = (...lines: string[]) =>
  [
    '- name: a',
    '  plugin: check_tcp_connection',
    '  parameters:',
    ...lines.map((l) => `    ${l}`),
  ].join('\n')

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

describe('a mistake in a task', () => {
  it.each([
    [
      'is placed on the value where the value is wrong',
      withParameters('host: x', 'port: 70000'),
      'a.yaml:5:11: `port` must be an integer from 1 to 65535, got 70000 (number)',
    ],
    [
      'is placed on the key where the key is unknown',
      withParameters('host: x', 'port: 1', 'timeot: 3'),
      'a.yaml:6:5: "timeot" is not a known key; did you mean `timeout`? (allowed: host, port, timeout, source_port, attempts, retry_delay, family, addresses, service, banner, expect, min_addresses, resolves_to, expected_response_time, tls, send, receive, hold, close)',
    ],
    [
      'is placed on the task where a parameter is missing',
      withParameters('host: x'),
      'a.yaml:1:3: `port` is required',
    ],
    [
      'names the mend of a duration with a unit',
      withParameters('host: x', 'port: 1', 'timeout: 1500ms'),
      'a.yaml:6:14: `timeout` must be a number of seconds from 0.001 to 86400, got "1500ms" (string); write 1.5 (seconds)',
    ],
    [
      'names the plugins that are known',
      '- {name: a, plugin: pong, parameters: {}}',
      'a.yaml:1:21: plugin "pong" is not known; did you mean ping? (known: check_tcp_connection, ping)',
    ],
    [
      'names the key nearest to an unknown one',
      '- {name: a, plugin: ping, parameters: {host: x}, descripton: b}',
      'a.yaml:1:50: "descripton" is not a key of a task; did you mean `description`? (allowed: name, plugin, parameters, description, explain)',
    ],
    [
      'tells of a missing name',
      '- {plugin: ping, parameters: {host: x}}',
      'a.yaml:1:3: the task lacks `name`',
    ],
    [
      'tells of missing parameters',
      '- {name: a, plugin: ping}',
      'a.yaml:1:3: the task lacks `parameters`',
    ],
    [
      'tells of parameters that are no mapping',
      '- {name: a, plugin: ping, parameters: [host]}',
      'a.yaml:1:39: `parameters` must be a mapping, got a list; leave out the dashes',
    ],
    [
      'tells of empty parameters',
      '- name: a\n  plugin: ping\n  parameters:\n',
      'a.yaml:3:14: `parameters` must be a mapping, got null; indent its parameters below it',
    ],
    [
      'tells of a name that is no text',
      '- {name: 5, plugin: ping, parameters: {host: x}}',
      'a.yaml:1:10: `name` must be a text, got 5 (number); put it in quotes',
    ],
    [
      'tells of an empty name',
      '- {name: " ", plugin: ping, parameters: {host: x}}',
      'a.yaml:1:10: `name` must be a text, got " " (string)',
    ],
    [
      'tells of a task that is no mapping',
      '- ping',
      'a.yaml:1:3: a task must be a mapping with name, plugin and parameters, got "ping" (string)',
    ],
    [
      'tells of a name used twice, with both places',
      '- {name: a, plugin: ping, parameters: {host: x}}\n- {name: a, plugin: ping, parameters: {host: y}}',
      'a.yaml:2:10: the name "a" is already used by the task at 1:10; names must be unique in a file',
    ],
  ])('%s', async (_, text, message) => {
    expect(await problems(text)).toEqual([message])
  })

  it('is told together with all others of all files, in the order of files and lines', async () => {
    const files = [
      { path: 'a.yaml', text: withParameters('port: 0', 'hots: x') },
      { path: 'b.yaml', text: 'steps: []' },
    ]
    expect(await problemsOfFiles(files)).toEqual([
      'a.yaml:4:11: `port` must be an integer from 1 to 65535, got 0 (number)',
      expect.stringMatching(/^a\.yaml:5:5: "hots" is not a known key; did you mean `host`\?/),
      'b.yaml:1:8: the list of tasks is empty',
    ])
  })
})

describe('a mistake in the form of a file', () => {
  it.each([
    ['', 'a.yaml:1:1: a task file is a list of tasks; the file is empty'],
    ['# only a comment\n', 'a.yaml:1:1: a task file is a list of tasks; the file is empty'],
    ['hello', 'a.yaml:1:1: a task file is a list of tasks; got "hello" (string)'],
    ['[]', 'a.yaml:1:1: the list of tasks is empty'],
    [
      'name: a',
      'a.yaml:1:1: a task file must be a list of tasks, or a mapping with such a list under `tasks`',
    ],
    ['tasks: 1', 'a.yaml:1:8: `tasks` must be a list of tasks, got 1 (number)'],
    ['tasks: []\nsteps: []', 'a.yaml:2:1: a task file has either `tasks` or `steps`, not both'],
    [
      'name: a\nplugin: ping\nparameters: {host: x}',
      'a.yaml:1:1: a task file is a list of tasks; begin this one with "- " and indent its other lines',
    ],
    [
      'taks:\n  - {name: a, plugin: ping, parameters: {host: x}}\ntasks:\n  - {name: a, plugin: ping, parameters: {host: x}}',
      'a.yaml:1:1: "taks" is not a key of a task file; did you mean `tasks`? (allowed: name, description, defaults, local_services, tasks, steps)',
    ],
  ])('%j is refused', async (text, message) => {
    expect(await problems(text)).toEqual([message])
  })
})

describe('a hostile file', () => {
  const bomb = Array.from({ length: 9 }, (_, level) =>
    level === 0 ? '- &a0 [x, x, x]' : `- &a${level} [${`*a${level - 1}, `.repeat(9)}]`,
  ).join('\n')
  const MIB = 1024 * 1024

  it.each<[string, string | Uint8Array, string]>([
    ['an alias bomb', bomb, 'a.yaml:5:8: a task file may use at most 1000 aliases'],
    [
      'nested lists',
      '['.repeat(500_000),
      'a.yaml:1:65: lists and mappings may be nested at most 64 deep',
    ],
    [
      'nested mappings',
      '{a: '.repeat(1_000),
      'a.yaml:1:257: lists and mappings may be nested at most 64 deep',
    ],
    [
      'nested block lists',
      '- '.repeat(500_000),
      'a.yaml:1:129: lists and mappings may be nested at most 64 deep',
    ],
    [
      'nested complex keys',
      '? '.repeat(500_000),
      'a.yaml:1:129: lists and mappings may be nested at most 64 deep',
    ],
    [
      'duplicate keys',
      '- {name: a, plugin: ping, parameters: {host: x, host: y}}',
      'a.yaml:1:49: the key "host" is given twice, first at 1:40',
    ],
    [
      '__proto__',
      '- {name: a, plugin: ping, parameters: {host: x, __proto__: {y: 1}}}',
      'a.yaml:1:49: the key "__proto__" is not allowed',
    ],
    [
      'constructor',
      '- {name: a, constructor: {}, plugin: ping, parameters: {host: x}}',
      'a.yaml:1:13: the key "constructor" is not allowed',
    ],
    [
      'prototype',
      'prototype: 1\ntasks: [{name: a, plugin: ping, parameters: {host: x}}]',
      'a.yaml:1:1: the key "prototype" is not allowed',
    ],
    [
      'a key that is a number',
      '- {name: a, plugin: ping, parameters: {host: x, 3: y}}',
      'a.yaml:1:49: a key must be text, got 3 (number)',
    ],
    [
      '10 MB of text',
      'x'.repeat(10_000_000),
      'a.yaml:1:1: a task file has at most 4 MiB; split it into several files',
    ],
    [
      'too many tokens',
      '- a\n'.repeat(MIB),
      'a.yaml:1:1: a task file has at most 2000000 YAML tokens; split it into several files',
    ],
    [
      'a million mistakes',
      `[,${','.repeat(1_000_000)}`,
      'a.yaml:1:3: there is nothing before this comma; leave it out',
    ],
    [
      'stray brackets',
      '- ]\n'.repeat(300_000),
      'a.yaml:1:3: this does not belong here; is a quote, a comma or the end of a line missing before it?',
    ],
    [
      'binary data',
      Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0xff),
      'a.yaml:1:1: this is not UTF-8 text; is it a binary file?',
    ],
    [
      'gzip',
      gzipSync('- name: a'),
      'a.yaml:1:1: the file is compressed with gzip; unpack it first',
    ],
    [
      'a byte of another encoding behind the line end of an old Mac',
      Buffer.from('- {name: a, plugin: ping, parameters: {host: x}}\r# \xe9\n', 'latin1'),
      'a.yaml:2:3: the byte 0xe9 (é in Latin-1 or Windows-1252) is not UTF-8; save the file as UTF-8',
    ],
    [
      'Latin-1 bytes',
      Buffer.from('- {name: a, plugin: ping, parameters: {host: x}}\n# caf\u00e9\n', 'latin1'),
      'a.yaml:2:6: the byte 0xe9 (é in Latin-1 or Windows-1252) is not UTF-8; save the file as UTF-8',
    ],
    [
      'a character cut in two',
      Buffer.concat([
        Buffer.from('- {name: "\ufffd", plugin: ping, parameters: {host: x}} # '),
        Buffer.of(0xc3),
      ]),
      'a.yaml:1:54: the byte 0xc3 (Ã in Latin-1 or Windows-1252) is not UTF-8; save the file as UTF-8',
    ],
    [
      'UTF-16 that ends within a character',
      Buffer.from('\ufeff- {name: a, plugin: ping, parameters: {host: x}}\n# ', 'utf16le').subarray(
        0,
        -1,
      ),
      'a.yaml:2:2: the UTF-16 text is damaged here; save the file as UTF-8',
    ],
    [
      'a NUL character',
      '- {name: a, plugin: ping, parameters: {host: x}} # \0',
      'a.yaml:1:52: the control character \\x00 is not text; is it a binary file?',
    ],
    [
      'a custom tag',
      '- !shell ls',
      'a.yaml:1:3: the tag !shell is not allowed; leave it out, or put a text that starts with ! in quotes (allowed: !!str, !!int, !!float, !!bool, !!null, !!map, !!seq)',
    ],
    [
      'a binary tag',
      '- !!binary aGk=',
      'a.yaml:1:3: the tag !!binary is not allowed; leave it out, or put a text that starts with ! in quotes (allowed: !!str, !!int, !!float, !!bool, !!null, !!map, !!seq)',
    ],
    [
      'two documents',
      '- {name: a, plugin: ping, parameters: {host: x}}\n---\n- {name: b, plugin: ping, parameters: {host: x}}',
      'a.yaml:2:1: a file is one YAML document, and here begins another; leave out this line, or make it a file of its own',
    ],
    [
      'another YAML version',
      '%YAML 1.1\n---\n- {name: a, plugin: ping, parameters: {host: x}}',
      'a.yaml:1:1: the only directive allowed is %YAML 1.2; leave this line out',
    ],
    [
      'an alias inside of its anchor',
      '&a [*a]',
      'a.yaml:1:5: the alias "*a" stands inside its own anchor',
    ],
    ['an alias without an anchor', '- *a', 'a.yaml:1:3: the alias "*a" has no anchor before it'],
    [
      'many copies of a large list',
      `- &a [${'x,'.repeat(6_000)}]\n- *a\n- *a`,
      'a.yaml:3:3: the aliases of a task file may stand for at most 10000 values',
    ],
    [
      'an escape sequence in a name',
      '- *a\u009b2J',
      'a.yaml:1:3: the alias "*a\\x9b2J" has no anchor before it',
    ],
  ])('with %s gets one error and nothing else', async (_, text, message) => {
    expect(await problems(text)).toEqual([message])
  })

  it('with lists exactly as deep as allowed is not refused for that', async () => {
    expect(await problems(`- ${'['.repeat(63)}${']'.repeat(63)}`)).toEqual([
      'a.yaml:1:3: a task must be a mapping with name, plugin and parameters, got a list',
    ])
  })

  it('leaves prototypes as they were', async () => {
    await problems('- {"__proto__": {polluted: 1}, constructor: {prototype: {polluted: 1}}}')
    expect('polluted' in {}).toBe(false)
  })
})

describe('a large file', () => {
  it('of 20,000 tasks loads', async () => {
    const text = Array.from(
      { length: 20_000 },
      (_, index) =>
        `- name: check_number_${index}\n  plugin: check_tcp_connection\n  parameters:\n    host: "db-${index}.example.com"\n    port: 5432\n    timeout: 5\n`,
    )
    expect(await load(text.join(''))).toHaveLength(20_000)
  })

  it('of 100,000 unknown keys has them all reported', async () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `k${index}: 1`)
    expect(await problems(withParameters('host: x', 'port: 1', ...keys))).toHaveLength(100_000)
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
    ['/no/such/file.yaml', '/no/such/file.yaml:1:1: there is no such file'],
    [tmpdir(), `${tmpdir()}:1:1: this is a directory; name the task files in it`],
    ['/dev/zero', '/dev/zero:1:1: a task file has at most 4 MiB; split it into several files'],
    ['bad\u001b[2J.yaml', 'bad\\x1b[2J.yaml:1:1: there is no such file'],
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
