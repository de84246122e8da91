// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of task files, not templates.
import fc from 'fast-check'
import { checkTcpConnectionPlugin } from '../../src/tasks/check-tcp-connection-plugin.js'
import { createRegistry } from '../../src/tasks/registry.js'
import { loadTaskFiles } from '../../src/tasks/task-list/load-task-files.js'
import { TaskFileError } from '../../src/tasks/text/diagnostic.js'
import { decodeText } from '../../src/tasks/text/read-text.js'
import { assertSamePrototypes, prototypes } from './prototypes.js'

const registry = createRegistry([
  checkTcpConnectionPlugin({ check: () => Promise.reject(new Error('loading runs no check')) }),
])

const VALID_FILES = [
  `- name: web
  plugin: check_tcp_connection
  parameters:
    host: "example.com"
    port: 80
    timeout: 5
- name: database
  plugin: check_tcp_connection
  parameters: {host: "\${DB_HOST}", port: "\${DB_PORT:-5432}", attempts: 3, retry_delay: 0.5}
`,
  `name: "basic_network_checks"
description: >
  Basic network
  connectivity testing
defaults: &defaults
  timeout: 3
  family: 4
steps:
  - name: 'check one'
    plugin: check_tcp_connection # the first
    parameters: &one
      host: ::1
      port: 0x50
  - { name: "two\\t", plugin: check_tcp_connection, parameters: *one }
`,
  '[{"name": "a", "plugin": "check_tcp_connection", "parameters": {"host": "a", "port": 1}}]',
]

const TOKENS = [
  ...['- ', '? ', ': ', ':', '[', ']', '{', '}', ',', '&a ', '*a', '*one', '!', '!!str ', '!!map '],
  ...['|', '>', '|2-\n', "'", '"', '\\', '#', ' #', '%', '@', '`', '---\n', '...\n', '%YAML 1.2\n'],
  ...['\n', '\r', '\r\n', '\t', '  ', '    ', '\ufeff', '\u0000', '\u0085', '\u2028', '\ud800'],
  ...['<<: *one', '__proto__: ', 'constructor: ', 'prototype: ', '~', 'null', '.nan', '-.inf'],
  ...['0x', '1e999', '${', '${A}', '${DB_HOST}', '$${', '${A:-', '}', 'tasks:', 'name: ', 'port: '],
]

/** One change to a text: a token put in, a piece cut out, doubled, moved or overwritten with any character. */
const mutation = fc.record({
  kind: fc.constantFrom('insert', 'delete', 'double', 'move', 'overwrite', 'truncate'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  to: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 30 }),
  token: fc.oneof(fc.constantFrom(...TOKENS), fc.string({ unit: 'binary', maxLength: 3 })),
})

type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never

function mutate(text: string, { kind, at, to, length, token }: Mutation): string {
  const start = Math.floor(at * text.length)
  const piece = text.slice(start, start + length)
  const rest = text.slice(start + length)
  const before = text.slice(0, start)
  switch (kind) {
    case 'insert':
      return before + token + text.slice(start)
    case 'delete':
      return before + rest
    case 'double':
      return before + piece + piece + rest
    case 'overwrite':
      return before + token + text.slice(start + token.length)
    case 'truncate':
      return before
    case 'move': {
      const without = before + rest
      const target = Math.floor(to * without.length)
      return without.slice(0, target) + piece + without.slice(target)
    }
    default:
      return kind satisfies never
  }
}

const mutatedText = fc
  .tuple(fc.constantFrom(...VALID_FILES), fc.array(mutation, { maxLength: 6 }))
  .map(([text, mutations]) => mutations.reduce(mutate, text))

/** Single bytes changed, so that characters of several bytes break too. */
const mutatedBytes = fc
  .tuple(
    mutatedText,
    fc.array(
      fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat({ max: 255 }) }),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([text, changes]) => {
    const bytes = Buffer.from(text)
    for (const { at, byte } of changes) {
      if (bytes.length > 0) bytes[Math.min(Math.floor(at * bytes.length), bytes.length - 1)] = byte
    }
    return bytes
  })

/** A mutated file loads or is refused with problems that have a place in it; nothing else is thrown. */
export const anyTaskFileIsJudged = fc.asyncProperty(
  fc.oneof({ arbitrary: mutatedText, weight: 3 }, { arbitrary: mutatedBytes, weight: 1 }),
  async (text) => {
    const before = prototypes()
    try {
      const environment = { DB_HOST: 'db.internal' }
      const { tasks } = await loadTaskFiles([{ path: 'a.yaml', text }], { registry, environment })
      if (tasks.length === 0) throw new Error('a file without a task was let through')
    } catch (error) {
      if (!(error instanceof TaskFileError)) throw error
      assertPlaced(error, typeof text === 'string' ? text : decodeText(text).text)
    }
    assertSamePrototypes(before)
  },
)

function assertPlaced({ message, problems }: TaskFileError, text: string): void {
  if (problems.length === 0) throw new Error('refused without a problem')
  const lines = text.split(/\r(?!\n)|\n/)
  for (const { line, column } of problems) {
    // A file that is no text has no places.
    if (line === undefined || column === undefined) {
      if (text !== '') throw new Error('no place in a file that can be read')
      continue
    }
    const length = lines[line - 1]?.length
    if (length === undefined || line < 1 || column < 1 || column > length + 1) {
      throw new Error(`${line}:${column} is no place in the file`)
    }
  }
  for (const told of message.split('\n')) {
    if (!/^a\.yaml(:\d+:\d+)?: \S/.test(told)) throw new Error(`no place in: ${told}`)
    if (/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/.test(told)) throw new Error('a raw control')
  }
}
