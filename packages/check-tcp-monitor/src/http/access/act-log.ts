import type { AuditLog } from 'check-tcp'
import type { Clock } from '../../core/time/clock.js'
import { HttpProblem } from '../problem/http-problem.js'
import type { Caller } from './caller.js'

type Act = Parameters<AuditLog['recordAct']>[0]

/** Has everything that callers change recorded in the audit log, where there is one, before it is changed. */
export class ActLog {
  readonly #audit: AuditLog | undefined
  readonly #clock: Clock

  constructor(audit: AuditLog | undefined, clock: Clock) {
    this.#audit = audit
    this.#clock = clock
  }

  /** @throws {HttpProblem} (as a rejection) `unavailable` where a log that has to be written cannot be */
  async record(what: Act['what'], { name, role, way, from }: Caller): Promise<void> {
    const audit = this.#audit
    if (!audit) return
    // A user of this machine without a token changes nothing.
    if (name === undefined || way === 'local') throw new TypeError('somebody without a name acts')
    refuse(audit.refusal())
    const act = { what, by: { name, role, way, from }, wallMs: this.#clock.wallMs() }
    refuse(await new Promise<string | undefined>((resolve) => audit.recordAct(act, resolve)))
  }
}

function refuse(problem: string | undefined): void {
  if (problem === undefined) return
  throw new HttpProblem('unavailable', 'the audit log cannot be written, so nothing is changed', {
    cause: problem,
    headers: { 'Retry-After': '5' },
  })
}
