import * as v from 'valibot'
import { checkTcpConnectionPlugin } from '../../src/tasks/check-tcp-connection-plugin.js'
import type { Plugin } from '../../src/tasks/plugin.js'
import { createRegistry } from '../../src/tasks/registry.js'
import { loadTaskFiles, type TaskFile } from '../../src/tasks/task-list/load-task-files.js'
import { TaskFileError } from '../../src/tasks/text/diagnostic.js'

const ping: Plugin = {
  name: 'ping',
  description: 'For these tests.',
  schema: v.strictObject({ host: v.string('a text'), count: v.optional(v.number('a number'), 1) }),
  run: async () => ({}),
  succeeded: () => true,
}
const unused = { check: () => Promise.reject(new Error('loading must not run a check')) }
export const registry = createRegistry([checkTcpConnectionPlugin(unused), ping])

type Environment = Record<string, string>

export async function load(text: string, environment: Environment = {}) {
  const { tasks } = await loadTaskFiles([{ path: 'a.yaml', text }], { registry, environment })
  return tasks
}

export async function problemsOfFiles(files: readonly TaskFile[], environment: Environment = {}) {
  try {
    await loadTaskFiles(files, { registry, environment })
  } catch (error) {
    if (error instanceof TaskFileError) return error.message.split('\n')
    throw error
  }
  return []
}

export const problems = (text: string | Uint8Array, environment: Environment = {}) =>
  problemsOfFiles([{ path: 'a.yaml', text }], environment)

/** A task file with one task whose parameters are the given lines. */
export const withParameters = (...lines: string[]) =>
  [
    '- name: a',
    '  plugin: check_tcp_connection',
    '  parameters:',
    ...lines.map((l) => `    ${l}`),
  ].join('\n')
