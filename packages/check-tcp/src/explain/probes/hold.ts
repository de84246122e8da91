import { connect } from 'node:net'
import { onAbort } from '../../core/abort.js'
import { toSeconds } from '../../core/text/seconds.js'
import type { AllowedAddress } from '../../policy/allowed-address.js'
import { notAsked, type Probe } from '../probe.js'

/** What the peer did with a connection that was left alone for a moment. */
export interface HoldFinding {
  readonly outcome: 'held' | 'spoke' | 'closed' | 'reset' | 'not_connected'
  /** Seconds from the connection's standing to that. */
  readonly after: number
}

/** A peer that closes does so at once; a round trip of half the world is added to this. */
const HOLD_MS = 700

export const holdProbe: Probe<'hold', HoldFinding> = {
  name: 'hold',
  asks: 'what the service does with a connection that says nothing',
  cost: `one connection, held for ${HOLD_MS / 1_000} s`,
  needs: 'a port that connects',

  async ask({ result, address, parameters, door, budgetMs, signal }) {
    if (!address) return notAsked('no address is known')
    if (result.status === 'error' && result.details.failure !== 'connection_reset') {
      return notAsked('nothing connected')
    }
    const { port } = parameters
    const waitMs = Math.min(budgetMs * 0.8, HOLD_MS + result.details.connect_time * 1_000)
    return door.send({ address, port, sends: 'SYN' }, (allowed) =>
      holdConnection(allowed, port, waitMs, signal),
    )
  },
}

function holdConnection(
  address: AllowedAddress,
  port: number,
  waitMs: number,
  signal: AbortSignal,
): Promise<HoldFinding> {
  return new Promise((resolve) => {
    const socket = connect({ host: address.text, port, autoSelectFamily: false })
    let standingMs: number | undefined
    const settle = (outcome: HoldFinding['outcome'], isStanding = standingMs !== undefined) => {
      clearTimeout(timer)
      takeBack()
      const after = standingMs === undefined ? 0 : performance.now() - standingMs
      resolve({
        outcome: isStanding ? outcome : 'not_connected',
        after: toSeconds(after),
      })
      socket
        .removeAllListeners()
        .on('error', () => {})
        .destroy()
    }
    const onTime = () => settle('held')
    const timer = setTimeout(onTime, waitMs)
    const takeBack = onAbort(signal, onTime)
    socket.once('connect', () => {
      standingMs = performance.now()
    })
    socket.once('data', () => settle('spoke'))
    socket.once('end', () => settle('closed'))
    // A RST right behind the handshake overtakes the event that tells of it.
    socket.once('error', (error: NodeJS.ErrnoException) => {
      settle('reset', standingMs !== undefined || error.code === 'ECONNRESET')
    })
  })
}
