import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { LOCAL_SERVICE_KINDS } from '../packages/check-tcp/dist/tasks/task-list/local-services.js'
import { agentSchema } from '../packages/check-tcp-monitor/dist/config/schema/agent.js'
import { alertingSchema } from '../packages/check-tcp-monitor/dist/config/schema/alerting.js'
import {
  hubSchema,
  locationsSchema,
} from '../packages/check-tcp-monitor/dist/config/schema/fleet.js'
import {
  historySchema,
  httpEntries,
  monitorEntries,
  retentionSchema,
} from '../packages/check-tcp-monitor/dist/config/schema/monitor.js'
import {
  checkEntries,
  settingEntries,
} from '../packages/check-tcp-monitor/dist/config/schema/settings.js'
import { statusPagesSchema } from '../packages/check-tcp-monitor/dist/config/schema/status-pages.js'
import { windows } from '../packages/check-tcp-monitor/dist/config/schema/window.js'

/** A value that the environment gives, which JSON Schema can only know as text. */
const REFERENCE = { type: 'string', pattern: '\\$\\{' }

/** What has parts of its own, in which references can stand. */
const PARTS = ['properties', 'additionalProperties', 'items', 'anyOf', 'oneOf', '$ref']

/** Lets a reference stand for every value that is not text without a pattern anyway. */
function withReferences(schema) {
  if (typeof schema !== 'object' || schema === null) return schema
  if (Array.isArray(schema)) return schema.map(withReferences)
  const isWhole = !PARTS.some((part) => part in schema)
  const takesAnyText = schema.type === 'string' && !('pattern' in schema)
  if (isWhole && !takesAnyText && !('const' in schema)) {
    const { description, default: standard, examples, ...type } = schema
    return {
      ...(description ? { description } : {}),
      ...(standard === undefined ? {} : { default: standard }),
      ...(examples ? { examples } : {}),
      anyOf: [type, REFERENCE],
    }
  }
  const parts = Object.entries(schema).map(([key, value]) => {
    if (key === 'properties' || key === 'definitions') {
      const own = Object.entries(value).map(([name, one]) => [name, withReferences(one)])
      return [key, Object.fromEntries(own)]
    }
    return [key, PARTS.includes(key) && key !== '$ref' ? withReferences(value) : value]
  })
  return Object.fromEntries(parts)
}

function propertiesOf(entries) {
  return schemaOf(v.strictObject(entries)).properties
}

function schemaOf(schema) {
  const { $schema, ...rest } = toJsonSchema(schema, {
    typeMode: 'input',
    // What JSON Schema cannot say (a cron expression, a duration within limits), the loader checks itself.
    ignoreActions: ['raw_check', 'check', 'raw_transform', 'transform'],
  })
  return rest
}

/** JSON Schema of the settings of an agent. */
export function agentConfigSchema() {
  return { title: 'Settings of check-tcp monitor agent', ...withReferences(schemaOf(agentSchema)) }
}

/** JSON Schema of a monitor's config, from the schemas that read it and those of parameters and policies. */
export function monitorConfigSchema(parameterSchema, policySchema) {
  const parameters = {
    type: 'object',
    properties: parameterSchema.properties,
    additionalProperties: false,
  }
  const { title, ...policy } = policySchema
  const { host, port, ...moduleParameters } = parameters.properties
  const settings = propertiesOf(settingEntries)
  const check = {
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 200, description: 'Its name, everywhere' },
      plugin: { enum: ['check_tcp_connection'] },
      // Required parameters may come from `defaults` or a group, so they are not required here.
      parameters: { $ref: '#/definitions/parameters' },
      ...propertiesOf(checkEntries),
      ...settings,
    },
    required: ['name', 'plugin', 'parameters'],
    additionalProperties: false,
  }
  const level = {
    type: 'object',
    properties: { ...settings, parameters: { $ref: '#/definitions/parameters' } },
    additionalProperties: false,
  }
  const { expect, ...taskDefaults } = parameters.properties
  const defaults = {
    ...level,
    properties: {
      ...taskDefaults,
      ...level.properties,
      expect: { anyOf: [settings.expect, expect] },
    },
    description:
      'Settings of every check; parameters may be given here without `parameters` around them',
  }
  const checks = { type: 'array', items: { $ref: '#/definitions/check' } }
  const mapping = {
    type: 'object',
    properties: {
      ...propertiesOf(monitorEntries),
      maintenance: { ...schemaOf(windows), description: 'When no alerts are sent' },
      defaults,
      groups: {
        type: 'object',
        additionalProperties: { $ref: '#/definitions/group' },
        description: 'Settings of the checks of a group',
      },
      checks,
      tasks: checks,
      steps: checks,
      hub: { ...schemaOf(hubSchema), description: 'Where agents report to' },
      locations: schemaOf(locationsSchema),
      alerting: schemaOf(alertingSchema),
      status_pages: schemaOf(statusPagesSchema),
      retention: schemaOf(retentionSchema),
      history: schemaOf(historySchema),
      http: {
        anyOf: [
          { type: 'boolean' },
          {
            type: 'object',
            properties: {
              ...propertiesOf(httpEntries),
              modules: {
                type: 'object',
                additionalProperties: {
                  type: 'object',
                  properties: moduleParameters,
                  additionalProperties: false,
                },
                description: 'Parameters of /probe by the name of their module',
              },
              probe_policy: { ...policy, description: 'What /probe may reach; nothing without it' },
            },
            additionalProperties: false,
          },
        ],
      },
      local_services: {
        type: 'object',
        additionalProperties: { enum: LOCAL_SERVICE_KINDS },
        description: 'Listeners on 127.0.0.1 while the monitor runs; each name refers to its port',
      },
    },
    additionalProperties: false,
  }
  const definitions = { parameters, check, group: level }
  const schema = withReferences({ definitions, anyOf: [checks, mapping] })
  return { title: 'Config of check-tcp monitor', ...schema }
}
