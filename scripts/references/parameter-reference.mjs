import { schemaTable } from './schema-table.mjs'

const HEAD = `# Parameters of a check

Every parameter of \`check_tcp_connection\`: in a task file under \`parameters\`, in a program as the argument of
\`checkTcpConnection\`, in a config of the monitor. Generated from the schema that validates them
(\`check-tcp schema parameters\`). \`port\` may be left out where \`service\` brings it.

`

/** The reference of parameters, in Markdown. @param parameters their JSON Schema */
export function parameterReference(parameters) {
  return `${HEAD}${schemaTable(parameters)}
More than an open port: [scenarios](../guide/scenarios.md). What comes back: [the result](../guide/result.md).
`
}
