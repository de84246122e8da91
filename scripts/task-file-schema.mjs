import { LOCAL_SERVICE_KINDS } from '../packages/check-tcp/dist/tasks/task-list/local-services.js'

/** A value that the environment gives, which JSON Schema can only know as text. */
const reference = { type: 'string', pattern: '\\$\\{' }

function orReference(schema) {
  const { description, default: standard, ...type } = schema
  return {
    ...(description ? { description } : {}),
    ...(standard === undefined ? {} : { default: standard }),
    anyOf: [type, reference],
  }
}

/** JSON Schema of a task file, from the schemas of the plugins' parameters. */
export function taskFileSchema(parameters) {
  const properties = Object.fromEntries(
    Object.entries(parameters.properties).map(([key, schema]) => [key, orReference(schema)]),
  )
  const task = {
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1, description: 'Names the task in results' },
      description: { type: 'string' },
      plugin: { enum: ['check_tcp_connection'] },
      explain: { type: 'boolean', default: false, description: 'Say why the task failed' },
      // Required keys may come from `defaults`, so they are not required here.
      parameters: { type: 'object', properties, additionalProperties: false },
    },
    required: ['name', 'plugin'],
    additionalProperties: false,
  }
  const tasks = { type: 'array', items: task }
  const mapping = (key) => ({
    type: 'object',
    properties: {
      name: { type: 'string' },
      description: { type: 'string' },
      defaults: { type: 'object', properties, additionalProperties: false },
      local_services: {
        type: 'object',
        additionalProperties: { enum: LOCAL_SERVICE_KINDS },
        description: 'Listeners on 127.0.0.1 while the tasks run; each name refers to its port',
      },
      [key]: tasks,
    },
    required: [key],
    additionalProperties: false,
  })
  return {
    title: 'Task file of check-tcp',
    anyOf: [tasks, mapping('tasks'), mapping('steps')],
  }
}
