import { kindOf, row } from './schema-table.mjs'

const HEAD = `# HTTP API, request by request

Generated from the schemas that validate requests, like the OpenAPI document at \`/openapi.json\` of a monitor. What is
behind it (who may call what, events, errors) is told in [the guide](../guide/monitor-api.md); the fields of what
comes back in [records](records.md). Times are RFC 3339, durations seconds.
`

/** The reference of the HTTP API, in Markdown. @param openApi its document */
export function httpReference(openApi) {
  const operations = Object.entries(openApi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  return [HEAD, ...operations.map((each) => describe(each, openApi))].join('\n')
}

function describe({ path, method, operation }, openApi) {
  const { summary, description, parameters = [], requestBody, responses } = operation
  const definitions = openApi.components.schemas
  const answer = Object.entries(responses).find(([status]) => status.startsWith('2'))
  const problems = Object.entries(responses).filter(([status]) => Number(status) >= 400)
  return [
    `## ${method.toUpperCase()} ${path}\n`,
    `${summary}.${description ? ` ${description}.` : ''}\n`,
    ...parametersOf(parameters, requestBody, definitions),
    answer ? `Answers ${answer[0]}${mediaOf(answer[1])}${fieldsOf(answer[1], definitions)}.\n` : '',
    problems.length > 0 ? `Problems: ${problems.map(([status]) => status).join(', ')}.\n` : '',
  ]
    .filter((part) => part !== '')
    .join('\n')
}

function parametersOf(parameters, requestBody, definitions) {
  const asked = parameters.map(({ name, in: place, required, description = '', schema }) =>
    row(`\`${name}\``, place, kindOf(schema, definitions), required ? 'yes' : '', description),
  )
  const body = requestBody?.content['application/json']?.schema ?? {}
  const sent = Object.entries(body.properties ?? {}).map(([name, schema]) => {
    const isRequired = body.required?.includes(name) ? 'yes' : ''
    return row(
      `\`${name}\``,
      'body',
      kindOf(schema, definitions),
      isRequired,
      schema.description ?? '',
    )
  })
  if (asked.length + sent.length === 0) return []
  const head = [
    row('name', 'in', 'value', 'required', 'meaning'),
    row('---', '---', '---', '---', '---'),
  ]
  return [...head, ...asked, ...sent, '']
}

function mediaOf({ content = {} }) {
  const media = Object.keys(content).filter((each) => each !== 'application/json')
  return media.length > 0 ? ` (${media.map((each) => `\`${each}\``).join(', ')})` : ''
}

function fieldsOf({ content = {} }, definitions) {
  const schema = content['application/json']?.schema
  if (!schema) return ''
  if (schema.$ref) return ` with ${kindOf(schema, definitions)}`
  const keys = Object.keys(schema.properties ?? {})
  return keys.length > 0 ? ` with ${keys.map((key) => `\`${key}\``).join(', ')}` : ''
}
