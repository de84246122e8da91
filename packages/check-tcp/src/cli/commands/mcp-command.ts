import { readFile } from 'node:fs/promises'
import { packageFile, packageVersion } from '../../core/package-file.js'
import { parseIpAddress } from '../../core/target/ip-address.js'
import { quote } from '../../core/text/show-value.js'
import { CallDesk } from '../../mcp/call-desk.js'
import { openMonitorClient } from '../../mcp/monitor-client.js'
import { serveMcp } from '../../mcp/serve-mcp.js'
import { allTools } from '../../mcp/tools/all-tools.js'
import { CALLER } from '../../mcp/tools/caller.js'
import type { Policy } from '../../policy/policy.js'
import { policyFile } from '../../tasks/policy-file/policy-file.js'
import { EXIT } from '../exit/exit-codes.js'
import { untilInterrupted } from '../exit/until-interrupted.js'
import { UsageError } from '../exit/usage-error.js'
import { type CheckerFlags, openChecker } from '../open-checker.js'
import { tell } from '../terminal/say.js'
import type { Terminal } from '../terminal/terminal.js'

export interface McpFlags extends CheckerFlags {
  readonly monitor?: string
}

/** `check-tcp mcp`: lets a language model ask, over standard input and output, until its client goes. */
export async function serveMcpCommand(flags: McpFlags, terminal: Terminal): Promise<number> {
  const { env } = terminal
  if (policyFile(flags.policy, env) === undefined) {
    throw new UsageError(
      'mcp needs a policy, which says what a language model may check: --policy FILE, or CHECK_TCP_POLICY',
    )
  }
  const monitor = monitorOf(flags, terminal)
  await using checker = await openChecker(flags, terminal)
  warnOfOpenPolicy(checker.policy, terminal)
  const tools = allTools({ checker, monitor, env })
  const descriptions = await readDescriptions(tools.map(({ name }) => name))
  if (terminal.errIsTerminal) {
    tell('check-tcp: waiting for an MCP client on standard input; Ctrl-C ends it \n', terminal)
  }
  const served = serveMcp(terminal.stdin, {
    desk: new CallDesk(tools),
    descriptions,
    version: packageVersion(import.meta.dirname),
    send: (line) => terminal.out(line),
  })
  await untilInterrupted(served, terminal)
  return terminal.interrupted.aborted ? EXIT.interrupted : EXIT.ok
}

/** An address that is nobody's (RFC 5737), so that no rule is about it. */
const NOBODY = parseIpAddress('192.0.2.1')

/** A policy that only denies some things is laid down for people; a model may be led anywhere by what it reads. */
function warnOfOpenPolicy(policy: Policy, terminal: Terminal): void {
  const decision = NOBODY && policy.decide(NOBODY, 1, { name: undefined, caller: CALLER })
  if (!decision?.allowed || decision.byRule) return
  tell(
    'check-tcp: this policy allows whatever no rule denies; `default: deny` in it lets the model check what its rules allow, and nothing else\n',
    terminal,
  )
}

/** @throws {UsageError} for what is no URL of an HTTP API */
function monitorOf({ monitor: url }: McpFlags, { env }: Terminal) {
  if (url === undefined) return undefined
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) {
    throw new UsageError(
      `--monitor must be an http or https URL such as http://127.0.0.1:9116, got ${quote(url)}`,
    )
  }
  if (new URL(url).username !== '' || new URL(url).password !== '') {
    throw new UsageError(
      '--monitor must have no password in it; CHECK_TCP_MONITOR_TOKEN has the token',
    )
  }
  return openMonitorClient(url, env.CHECK_TCP_MONITOR_TOKEN?.trim() || undefined)
}

/** The tools as clients are told of them, generated from their schemas at build time. */
async function readDescriptions(names: readonly string[]): Promise<readonly { name: string }[]> {
  const file = packageFile(import.meta.dirname, 'schema/mcp-tools.json')
  const { tools } = JSON.parse(await readFile(file, 'utf8')) as { tools: { name: string }[] }
  return tools.filter(({ name }) => names.includes(name))
}
