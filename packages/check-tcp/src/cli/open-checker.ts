import { createInnerChecker, type InnerChecker } from '../check/checker.js'
import { systemClock } from '../core/clock.js'
import { type AutoEngine, createAutoEngine, type NativeState } from '../engine/auto-engine.js'
import { createEngine, type EngineChoice } from '../engine/create-engine.js'
import { throttled } from '../engine/throttled-engine.js'
import { positiveNumber, wholeNumber } from './number-flags.js'
import { policyOf } from './policy-of.js'
import type { Terminal } from './terminal.js'

/** How checks are made, as commander hands it over. */
export interface CheckerFlags {
  readonly engine?: EngineChoice
  readonly rate?: string
  readonly perHost?: string
  readonly verbose?: boolean
  readonly policy?: string
}

/** Far more than any network card starts. */
const MOST_RATE = 10_000_000
const MOST_PER_HOST = 10_000

/** Made ahead of the checker that will use it. */
let earlyEngine: AutoEngine | undefined

/** Starts the native engine's thread, which takes as long to start as the rest of the command. */
export function expectManyChecks(): void {
  earlyEngine ??= createAutoEngine({ clock: systemClock, expectMany: true })
}

export interface OpenCheckerOptions {
  /** Many checks are to come, so the native engine is made ready at once. */
  readonly many?: boolean
}

/**
 * The checker that the flags ask for.
 *
 * @throws {UsageError} for a limit out of range
 * @throws {EngineUnavailableError} where the native engine was asked for and is not to be had
 */
export async function openChecker(
  flags: CheckerFlags,
  terminal: Terminal,
  { many = false }: OpenCheckerOptions = {},
): Promise<InnerChecker> {
  const { rate, perHost, engine: choice = 'auto', verbose = false } = flags
  const policy = await policyOf(flags, terminal)
  const limits = {
    ...(rate === undefined ? {} : { rate: positiveNumber('--rate', rate, MOST_RATE) }),
    ...(perHost === undefined
      ? {}
      : { perHost: wholeNumber('--per-host', perHost, 1, MOST_PER_HOST) }),
  }
  if (choice !== 'auto') {
    const engine = await createEngine(choice)
    if (verbose) terminal.err(`check-tcp: engine: ${choice}, as asked for\n`)
    return createInnerChecker({ engine, limits, policy })
  }
  const auto = earlyEngine ?? createAutoEngine({ clock: systemClock, expectMany: many })
  const checker = createInnerChecker({
    engine: throttled(auto, systemClock),
    limits,
    policy,
  })
  if (!verbose) return checker
  return {
    ...checker,
    async close() {
      await checker.close()
      terminal.err(`check-tcp: engine: ${inWords(auto.nativeState)}\n`)
    },
  }
}

function inWords(state: NativeState): string {
  switch (state) {
    case 'not needed yet':
      return 'node (a handful of connects needs no other)'
    case 'in use':
      return 'native'
    default:
      return `node (native is not to be had here: ${state.unavailable})`
  }
}
