import type { Clock } from '../../core/clock.js'
import type { ConnectOutcome, ConnectRequest, Engine, Settle } from '../engine.js'
import { isOwnAddress } from '../own-addresses.js'
import { runTool } from '../run-tool.js'
import { surelyResets } from './ruleset.js'

/** How long the rules are believed to stay as they were read. */
const FRESH_MS = 2_000

/** How long a result waits for the rules. Firewalls with ten thousands of rules take longer; theirs are left unread. */
const READ_MS = 1_000

/** Until rules that could not be read are tried again. */
const TRY_AGAIN_MS = 60_000

/**
 * Sees through a RST of this machine's own firewall (`reject with tcp reset` on the way out), which looks like the target's
 * own. Only root can read the rules; for everybody else, and for rules that are not understood, a RST is the target's.
 */
export function seeingOwnResets(engine: Engine, clock: Clock): Engine {
  const isRoot = process.platform === 'linux' && process.geteuid?.() === 0
  if (!isRoot) return engine
  let reading: Promise<string | undefined> | undefined
  let freshUntilMs = 0

  /** The rules; `undefined` where they cannot be read. */
  function ruleset(): Promise<string | undefined> {
    if (reading && clock.monotonicMs() < freshUntilMs) return reading
    freshUntilMs = Number.POSITIVE_INFINITY
    reading = readRuleset(clock).then((text) => {
      freshUntilMs = clock.monotonicMs() + (text === undefined ? TRY_AGAIN_MS : FRESH_MS)
      return text
    })
    return reading
  }

  async function judge(outcome: ConnectOutcome, request: ConnectRequest, settle: Settle) {
    const rules = await ruleset()
    const { address, port } = request
    const isOwn = rules !== undefined && surelyResets(rules, address, port)
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

async function readRuleset(clock: Clock): Promise<string | undefined> {
  const tooLong = new AbortController()
  const cancelTimer = clock.setTimer(READ_MS, () => tooLong.abort())
  const nft = ['--numeric', '--stateless', 'list', 'ruleset']
  const output = await runTool('nft', nft, tooLong.signal)
  cancelTimer()
  return 'stdout' in output && output.code === 0 ? output.stdout : undefined
}
