import type { ValidCheck } from 'check-tcp'
import { hostAndPort } from 'check-tcp/words'
import { longestCheckMs } from '../../../core/config/longest-check.js'
import { LOOK_MS } from '../../../core/config/notice-wait.js'
import type { AskOutcome } from '../../../core/link/agent-ask.js'
import type { LocationAsks } from '../../../core/link/fleet.js'
import type { Log } from '../../../core/log.js'
import type { Clock } from '../../../core/time/clock.js'
import type { HubDesk } from '../../../link/hub/hub-desk.js'
import type { Look, LookAt } from '../../../monitor/evidence/look.js'
import { readLook } from './read-look.js'

/** What an answer may take beside its check, milliseconds. */
const ANSWER_MS = 5_000

/** Has the agents of locations do something once, and answers with what came of it. */
export class AskedLocations implements LocationAsks {
  readonly #asks: HubDesk['asks']
  readonly #clock: Clock
  readonly #log: Log

  constructor(asks: HubDesk['asks'], clock: Clock, log: Log) {
    this.#asks = asks
    this.#clock = clock
    this.#log = log
  }

  async check(location: string, parameters: ValidCheck): Promise<AskOutcome> {
    this.#log.info({ location, target: targetOf(parameters) }, 'a location is asked for a check')
    const withinMs = longestCheckMs(parameters) + ANSWER_MS
    return this.#asks.ask(location, { kind: 'check', parameters }, { withinMs })
  }

  async explain(location: string, parameters: ValidCheck): Promise<AskOutcome> {
    this.#log.info({ location, target: targetOf(parameters) }, 'a location is asked for a look')
    const withinMs = LOOK_MS + ANSWER_MS
    return this.#asks.ask(location, { kind: 'explain_target', parameters }, { withinMs })
  }

  /** Has the agent of a location look at the target of a check. */
  async look({ check, location }: Parameters<LookAt>[0], signal: AbortSignal): Promise<Look> {
    const at = this.#clock.wallMs()
    const withinMs = LOOK_MS + ANSWER_MS
    const ask = { kind: 'explain', checkId: check.id } as const
    return readLook(await this.#asks.ask(location, ask, { withinMs, signal }), { at, location })
  }
}

function targetOf({ host, port }: ValidCheck): string {
  return hostAndPort(host, port)
}
