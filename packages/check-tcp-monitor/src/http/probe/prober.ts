import { resolve } from 'node:path'
import {
  type AuditLog,
  type Checker,
  type CheckResult,
  combinePolicies,
  createChecker,
  createPolicy,
  openAuditLog,
  type PolicyOptions,
  type ValidCheck,
} from 'check-tcp'
import type { HttpOptions } from '../http-options.js'
import { Semaphore } from '../semaphore.js'
import { bothLogs } from './both-logs.js'

/** Probes under way at once; a Prometheus of 1,000 targets at 15 s needs some 70 where each takes a second. */
const MAX_PROBES = 200

/** A probe that outlives its limit by this much is cut off; before, its own timeout says what it found. */
const GRACE_SECONDS = 0.2

interface ProbeChecker {
  readonly checker: Checker
  /** The log that `/probe` has of its own, to be closed with it. */
  readonly ownLog: AuditLog | undefined
}

interface ProbeOrder {
  readonly parameters: ValidCheck
  /** Seconds in all. */
  readonly limit: number
  readonly caller: string
  readonly signal: AbortSignal
}

/** Makes probes for others, by a policy of its own beside the machine's, and with a checker of its own. */
export class Prober {
  readonly #options: HttpOptions
  readonly #semaphore = new Semaphore(MAX_PROBES)
  /** Of the newest config. */
  #policy: PolicyOptions | undefined
  #opened: Promise<ProbeChecker> | undefined

  constructor(options: HttpOptions) {
    this.#options = options
  }

  /** @returns what is to be called when the probe is over; undefined where there are too many already */
  tryAcquire(): (() => void) | undefined {
    return this.#semaphore.tryAcquire()
  }

  /** @throws {AuditLogError} where the policy wants a record that cannot be written */
  async probe(policy: PolicyOptions, order: ProbeOrder): Promise<CheckResult> {
    const { parameters, limit, caller, signal } = order
    const { checker } = await this.#checkerOf(policy)
    const late = new AbortController()
    const cancel = this.#options.clock.setTimer((limit + GRACE_SECONDS) * 1_000, () => late.abort())
    try {
      return await checker.check(parameters, {
        caller,
        signal: AbortSignal.any([signal, late.signal]),
      })
    } finally {
      cancel()
    }
  }

  async close(): Promise<void> {
    const opened = this.#opened
    this.#opened = undefined
    this.#policy = undefined
    await shut(opened)
  }

  #checkerOf(policy: PolicyOptions): Promise<ProbeChecker> {
    if (this.#opened && this.#policy === policy) return this.#opened
    // Probes under way go on: a checker only closes the connections that are done.
    void shut(this.#opened)
    this.#policy = policy
    const opened = this.#open(policy)
    this.#opened = opened
    opened.catch(() => {
      if (this.#opened === opened) this.#opened = undefined
    })
    return opened
  }

  async #open(options: PolicyOptions): Promise<ProbeChecker> {
    const { clock, log, probeWith, machineRules } = this.#options
    const own = createPolicy({ ...options, default: options.default ?? 'deny' })
    const { policy: machine = createPolicy({ rules: [] }), audit: machineLog } = machineRules ?? {}
    const policy = combinePolicies(machine, own)
    const isElsewhere = own.audit && !isSameLog(own.audit.directory, machine.audit?.directory)
    const ownLog = isElsewhere
      ? await openAuditLog(own.audit, { warn: (text) => log?.(text, {}) })
      : undefined
    const audit = ownLog && machineLog ? bothLogs(machineLog, ownLog) : (ownLog ?? machineLog)
    const ledger = machineRules ? { ledger: machineRules.ledger } : {}
    return { checker: createChecker({ clock, policy, audit, ...ledger, ...probeWith }), ownLog }
  }
}

async function shut(opened: Promise<ProbeChecker> | undefined): Promise<void> {
  const given = await opened?.catch(() => undefined)
  await given?.checker.close()
  await given?.ownLog?.close()
}

function isSameLog(directory: string, other: string | undefined): boolean {
  return other !== undefined && resolve(directory) === resolve(other)
}
