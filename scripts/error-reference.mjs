import { CHECK_TCP_ERRORS } from '../packages/check-tcp/dist/core/errors/error-codes.js'
import { MONITOR_ERRORS } from '../packages/check-tcp-monitor/dist/core/errors/monitor-errors.js'
import { PROBLEMS } from '../packages/check-tcp-monitor/dist/http/problem/http-problem.js'
import { problemByCode } from '../packages/check-tcp-monitor/dist/http/problem/problem-by-code.js'

const HEAD = `# Errors

Every error that check-tcp throws on purpose is a \`CheckTcpError\` with a stable \`code\`; its message is for people and may
change. A connection that fails is no error, but a [result](../guide/result.md). An error of another class is a fault of
check-tcp: please report it.

\`\`\`js
import { CheckTcpError, checkTcpConnection } from 'check-tcp'

try {
  await checkTcpConnection({ host: 'db.internal', port: 5432 })
} catch (error) {
  if (!(error instanceof CheckTcpError)) throw error
  console.error(error.code, error.message) // INVALID_PARAMETERS ...
}
\`\`\`

The exit code of a command follows from where its error comes from:

| origin | | \`check-tcp\` | \`check-tcp monitor\` |
| --- | --- | --- | --- |
| input | something that a person wrote, and has to correct | 2 | 2 |
| machine | something here that cannot be used now, and may be later | 2 | 1 |
| interruption | Ctrl-C or SIGTERM | 130 | 130 |
| | any other error: a fault of check-tcp | 2 | 1 |

With \`--output nagios\`, and with \`check-tcp nagios\`, 2 becomes 3, which Nagios shows as UNKNOWN. The codes of their results are those of
plugins: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.

## Codes
`

const PROBLEMS_HEAD = `
## Problems of the HTTP API

The [API of the monitor](../guide/monitor-api.md) answers a request that fails with a problem of RFC 9457, whose \`type\` is
\`urn:check-tcp:problem:\` and a name. An error with no problem of its own is \`internal\`, and the monitor's log says why.
`

/** The reference of errors, in Markdown. */
export function errorReference() {
  const codes = Object.entries({ ...CHECK_TCP_ERRORS, ...MONITOR_ERRORS })
  return [
    HEAD,
    row('code', 'class', 'origin', 'what it means', 'what to do', 'HTTP'),
    row('---', '---', '---', '---', '---', '---'),
    ...codes.map(([code, { thrownAs, origin, meaning, whatToDo }]) =>
      row(`\`${code}\``, `\`${thrownAs}\``, origin, meaning, whatToDo, httpOf(code)),
    ),
    PROBLEMS_HEAD,
    row('name', 'status', 'what it means'),
    row('---', '---', '---'),
    ...Object.entries(PROBLEMS).map(([name, { status, title }]) =>
      row(`\`${name}\``, `${status}`, title),
    ),
    '',
  ].join('\n')
}

function httpOf(code) {
  const name = problemByCode(code)
  return name === undefined ? '' : `${PROBLEMS[name].status} \`${name}\``
}

function row(...cells) {
  return `| ${cells.join(' | ')} |`
}
