import type { Clock } from '../../core/clock.js'
import type { ConnectOutcome, ConnectRequest, Engine, Settle } from '../engine.js'
import { isOwnAddress } from '../own-addresses.js'
import type { SurelyResets } from './read-ruleset.js'

/** How long the rules are believed to stay as they were read. */
const FRESH_MS = 2_000

/** Until rules that could not be read are tried again. */
const TRY_AGAIN_MS = 60_000

/**
 * Sees through a RST of this machine's own firewall (`reject with tcp reset` on the way out), which looks like the target's
 * own. Only root can read the rules; for everybody else, and for rules that are not understood, a RST is the target's.
 */
export function seeingOwnResets(engine: Engine, clock: Clock): Engine {
  const isRoot = process.platform === 'linux' && process.geteuid?.() === 0
  if (!isRoot) return engine
  let reading: Promise<SurelyResets | undefined> | undefined
  let freshUntilMs = 0

  /** What the rules say; `undefined` where they cannot be read. */
  function ruleset(): Promise<SurelyResets | undefined> {
    if (reading && clock.monotonicMs() < freshUntilMs) return reading
    freshUntilMs = Number.POSITIVE_INFINITY
    reading = read(clock).then((rules) => {
      freshUntilMs = clock.monotonicMs() + (rules === undefined ? TRY_AGAIN_MS : FRESH_MS)
      return rules
    })
    return reading
  }

  async function judge(outcome: ConnectOutcome, request: ConnectRequest, settle: Settle) {
    const rules = await ruleset()
    const { address, port } = request
    const isOwn = rules?.(address, port) ?? false
    if (outcome.kind !== 'failed' || !isOwn) settle(outcome)
    else settle({ ...outcome, system: { ...outcome.system, local: 'own_firewall' } })
  }

  return {
    get name() {
      return engine.name
    },
    connect(request, settle) {
      engine.connect(request, (outcome) => {
        if (mayBeOwn(outcome, request)) void judge(outcome, request, settle)
        else settle(outcome)
      })
    },
    close: () => engine.close(),
  }
}

function mayBeOwn(outcome: ConnectOutcome, { address }: ConnectRequest): boolean {
  if (outcome.kind !== 'failed') return false
  const { code, local } = outcome.system
  return code === 'ECONNREFUSED' && !local && !isOwnAddress(address)
}

/** Loaded on demand, since a check should start fast; a crowd may have left no descriptor to load it with. */
async function read(clock: Clock): Promise<SurelyResets | undefined> {
  try {
    const { readRuleset } = await import('./read-ruleset.js')
    return await readRuleset(clock)
  } catch {
    return undefined
  }
}
