import { createInnerChecker, type InnerChecker } from '../check/checker.js'
import { systemClock } from '../core/clock.js'
import { type AutoEngine, createAutoEngine, type NativeState } from '../engine/auto-engine.js'
import { completeEngine } from '../engine/complete-engine.js'
import { createEngine, type EngineChoice } from '../engine/create-engine.js'
import { openLedger } from '../policy/limits/open-ledger.js'
import { isLimited } from '../policy/limits/rate-limits.js'
import type { TurnLedger } from '../policy/limits/turn-ledger.js'
import { UsageError } from './exit/usage-error.js'
import { positiveNumber, wholeNumber } from './flags/number-flags.js'
import { readPolicyFlag } from './flags/read-policy-flag.js'
import { openAudit } from './open-audit.js'
import { tell } from './terminal/say.js'
import type { Terminal } from './terminal/terminal.js'

/** How checks are made, as commander hands it over. */
export interface CheckerFlags {
  readonly engine?: EngineChoice
  readonly rate?: string
  readonly perHost?: string
  readonly verbose?: boolean
  readonly policy?: string
  readonly iAmAuthorized?: string
}

/** Far more than any network card starts. */
const MAX_RATE = 10_000_000
const MAX_PER_HOST = 10_000

/** A checker of the command. */
interface CommandChecker extends InnerChecker {
  /** Are connects made by the native engine now, or by it alone once there is more than a handful of them? */
  usesNative(): boolean
  /** Resolves when it is known whether the native engine is there. */
  engineKnown(): Promise<void>
}

/** Made ahead of the checker that will use it. */
let earlyEngine: AutoEngine | undefined

/** Starts the native engine's thread, which takes as long to start as the rest of the command. */
export function expectManyChecks(): void {
  earlyEngine ??= createAutoEngine({ clock: systemClock, expectMany: true })
}

interface CommandCheckerOptions {
  /** Many checks are to come, so the native engine is made ready at once. */
  readonly many?: boolean
}

/**
 * The checker that the flags ask for.
 *
 * @throws {UsageError} for a limit out of range
 * @throws {EngineUnavailableError} where the native engine was asked for and is not available
 */
export async function openChecker(
  flags: CheckerFlags,
  terminal: Terminal,
  { many = false }: CommandCheckerOptions = {},
): Promise<CommandChecker> {
  const { rate, perHost, engine: choice = 'auto', verbose = false } = flags
  const policy = await readPolicyFlag(flags, terminal)
  const limits = {
    ...(rate === undefined ? {} : { rate: positiveNumber('--rate', rate, MAX_RATE) }),
    ...(perHost === undefined
      ? {}
      : { concurrencyPerHost: wholeNumber('--per-host', perHost, 1, MAX_PER_HOST) }),
  }
  const isPaced = rate !== undefined || isLimited(policy.limits ?? {})
  const authorisation = authorisationOf(flags)
  const audit = await openAudit(policy.audit, terminal, verbose)
  try {
    const ledger = isPaced ? ledgerOf(flags, terminal) : {}
    const common = { limits, policy, authorisation, audit, ...ledger }
    if (choice !== 'auto') {
      const engine = await createEngine(choice)
      if (verbose) tell(`check-tcp: engine: ${choice}, as asked for\n`, terminal)
      const state = { usesNative: () => choice === 'native', engineKnown: async () => {} }
      const checker = createInnerChecker({ ...common, engine })
      return closing({ ...checker, ...state }, () => audit?.close())
    }
    const auto = earlyEngine ?? createAutoEngine({ clock: systemClock, expectMany: many })
    const checker = createInnerChecker({ ...common, engine: completeEngine(auto, systemClock) })
    const state = {
      usesNative: () => auto.nativeState === 'in use',
      engineKnown: () => auto.known(),
    }
    return closing({ ...checker, ...state }, async () => {
      await audit?.close()
      if (verbose) tell(`check-tcp: engine: ${inWords(auto.nativeState)}\n`, terminal)
    })
  } catch (error) {
    await audit?.close()
    throw error
  }
}

/** The checker, with something to do once it is closed. */
function closing(checker: CommandChecker, after: () => Promise<void> | undefined): CommandChecker {
  const close = async () => {
    await checker.close()
    await after()
  }
  return { ...checker, close, [Symbol.asyncDispose]: close }
}

/** Why somebody may scan. */
function authorisationOf({ iAmAuthorized: why }: CheckerFlags): string | undefined {
  if (why?.trim() === '') throw new UsageError('--i-am-authorized needs a reason, such as a ticket')
  return why
}

/** Says with --verbose who else keeps to the limits. */
function ledgerOf({ verbose = false }: CheckerFlags, terminal: Terminal): { ledger: TurnLedger } {
  const { ledger, unshared } = openLedger(systemClock)
  const who =
    unshared === undefined ? 'all check-tcp processes of this user' : `this process (${unshared})`
  if (verbose) tell(`check-tcp: limits: shared by ${who}\n`, terminal)
  return { ledger }
}

function inWords(state: NativeState): string {
  switch (state) {
    case 'not needed yet':
      return 'node (a handful of connects needs no other)'
    case 'in use':
      return 'native'
    default:
      return `node (native is not available here: ${state.unavailable})`
  }
}
