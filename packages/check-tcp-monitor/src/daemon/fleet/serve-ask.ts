import type { Checker } from 'check-tcp'
import { hostAndPort } from 'check-tcp/words'
import type { Ask, AskAnswer } from '../../core/link/agent-ask.js'
import type { AgentConfig } from '../../core/link/agent-config.js'

interface ServeAskOptions {
  readonly location: string
  readonly checker: Pick<Checker, 'check'>
  readonly checks: AgentConfig['checks']
  /** Checks targets that are none of the checks. @default nothing may */
  readonly adHoc?: Pick<Checker, 'check'> | undefined
  readonly signal: AbortSignal
}

/** What an agent answers to an ask. The policy of its machine decides over every target, as always. */
export async function serveAsk({ parameters }: Ask, options: ServeAskOptions): Promise<AskAnswer> {
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
