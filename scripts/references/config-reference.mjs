import { schemaTable } from './schema-table.mjs'

const HEAD = `# Config keys

Every key of a [config of the monitor](../guide/monitor-config.md), generated from the schema that reads it
(\`schema/monitor-config.json\` in the package, for your editor). \`[]\` stands for each entry of a list, \`NAME\` for a name that you
choose. Numbers and switches may also be references to the environment, such as \`\${PORT}\`.
`

/** The reference of config keys, in Markdown. @param config the JSON Schema of configs */
export function configReference({ anyOf, definitions }) {
  const file = anyOf.find(({ type }) => type === 'object')
  return [
    HEAD,
    '## The file\n',
    schemaTable(
      without(file, ['defaults', 'groups', 'checks', 'tasks', 'steps', 'status_pages']),
      definitions,
    ),
    '`defaults` has the keys of a check and of its parameters, and a group of `groups` those of `defaults`. `checks`, `tasks` and `steps` are lists of checks.\n',
    '## Status pages\n',
    'The entries of `status_pages`. [Status pages](../guide/status-page.md) has examples.\n',
    schemaTable(file.properties.status_pages.items, definitions),
    '## A check\n',
    schemaTable(definitions.check, definitions),
    'Channels have a page of their own: [alert channels](alert-channels.md).\n',
  ].join('\n')
}

function without(schema, keys) {
  const properties = Object.entries(schema.properties).filter(([key]) => !keys.includes(key))
  return { ...schema, properties: Object.fromEntries(properties) }
}
