import type { Checker } from 'check-tcp'
import { hostAndPort } from 'check-tcp/words'
import type { Ask, AskAnswer } from '../../../core/link/agent-ask.js'
import type { AgentConfig } from '../../../core/link/agent-config.js'
import type { Evidence } from '../../../core/wire/evidence.js'

interface ServeAskOptions {
  readonly location: string
  readonly checker: Pick<Checker, 'check'>
  readonly checks: AgentConfig['checks']
  /** Looks at targets. @default nobody does */
  readonly explain?: ExplainTarget | undefined
  /** Checks targets that are none of the checks. @default nothing may */
  readonly adHoc?: Pick<Checker, 'check'> | undefined
  readonly signal: AbortSignal
}

/** A check of which the target is looked at. */
type Explained = Pick<AgentConfig['checks'][number], 'id' | 'parameters' | 'tags'>

/**
 * Has this machine look at a target, within what it allows.
 *
 * @param isOwn whether it is that of one of the location's own checks
 */
export type ExplainTarget = (
  check: Explained,
  isOwn: boolean,
  signal: AbortSignal,
) => Promise<Evidence>

/** What is asked for that is none of the checks is called in the audit log. */
const ASKED = 'asked for by the hub'

/** What an agent answers to an ask. The policy of its machine decides over every target, as always. */
export async function serveAsk(ask: Ask, options: ServeAskOptions): Promise<AskAnswer> {
  if (ask.kind === 'explain') return await serveExplain(ask.checkId, options)
  const { parameters } = ask
  const { location, checker, checks, adHoc, explain, signal } = options
  const { host, port } = parameters
  const own = checks.find((each) => each.parameters.host === host && each.parameters.port === port)
  const by = own ? checker : adHoc
  if (!by) {
    const because = `no check of ${location} has the target ${hostAndPort(host, port)}, and its agent takes no other: \`ad_hoc: true\` in its agent.yaml allows that`
    return { kind: 'refused', because }
  }
  if (ask.kind === 'check') {
    return { kind: 'result', result: await by.check(parameters, { signal, task: { name: ASKED } }) }
  }
  if (!explain) return looksAtNone(location)
  const check = own ?? { id: ASKED, parameters, tags: [] }
  return { kind: 'evidence', evidence: await explain(check, own !== undefined, signal) }
}

function looksAtNone(location: string): AskAnswer {
  return { kind: 'refused', because: `the agent at ${location} looks at no targets` }
}

/** Of its own checks alone: what it would not check, it does not look at either. */
async function serveExplain(
  checkId: string,
  { location, checks, explain, signal }: ServeAskOptions,
): Promise<AskAnswer> {
  const check = checks.find(({ id }) => id === checkId)
  if (!check) return { kind: 'refused', because: `${location} has no check ${checkId}` }
  if (!explain) return looksAtNone(location)
  return { kind: 'evidence', evidence: await explain(check, true, signal) }
}
