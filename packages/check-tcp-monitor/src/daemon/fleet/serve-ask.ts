import type { Checker } from 'check-tcp'
import { hostAndPort } from 'check-tcp/words'
import type { Ask, AskAnswer } from '../../core/link/agent-ask.js'
import type { AgentConfig } from '../../core/link/agent-config.js'
import type { Evidence } from '../../core/wire/evidence.js'

interface ServeAskOptions {
  readonly location: string
  readonly checker: Pick<Checker, 'check'>
  readonly checks: AgentConfig['checks']
  /** Looks at the target of a check. @default nobody does */
  readonly explain?: ExplainCheck | undefined
  /** Checks targets that are none of the checks. @default nothing may */
  readonly adHoc?: Pick<Checker, 'check'> | undefined
  readonly signal: AbortSignal
}

/** Has this machine look at the target of a check, within what it allows. */
export type ExplainCheck = (
  check: AgentConfig['checks'][number],
  signal: AbortSignal,
) => Promise<Evidence>

/** What an agent answers to an ask. The policy of its machine decides over every target, as always. */
export async function serveAsk(ask: Ask, options: ServeAskOptions): Promise<AskAnswer> {
  if (ask.kind === 'explain') return await serveExplain(ask.checkId, options)
  const { parameters } = ask
  const { location, checker, checks, adHoc, signal } = options
  const { host, port } = parameters
  const isTarget = (own: typeof parameters) => own.host === host && own.port === port
  const by = checks.some((each) => isTarget(each.parameters)) ? checker : adHoc
  if (!by) {
    const because = `no check of ${location} has the target ${hostAndPort(host, port)}, and its agent takes no other: \`ad_hoc: true\` in its agent.yaml allows that`
    return { kind: 'refused', because }
  }
  const task = { name: 'asked for by the hub' }
  return { kind: 'result', result: await by.check(parameters, { signal, task }) }
}

/** Of its own checks alone: what it would not check, it does not look at either. */
async function serveExplain(
  checkId: string,
  { location, checks, explain, signal }: ServeAskOptions,
): Promise<AskAnswer> {
  const check = checks.find(({ id }) => id === checkId)
  if (!check) return { kind: 'refused', because: `${location} has no check ${checkId}` }
  if (!explain) return { kind: 'refused', because: `the agent at ${location} looks at no targets` }
  return { kind: 'evidence', evidence: await explain(check, signal) }
}
