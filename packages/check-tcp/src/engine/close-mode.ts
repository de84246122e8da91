import { readFileSync } from 'node:fs'
import type { Clock } from '../core/clock.js'
import { fnv1a } from '../core/text/fnv1a.js'
import type { CloseMode, ConnectRequest } from './engine.js'

/** How long Linux keeps the port of a connection that we closed first: TCP_TIMEWAIT_LEN, include/net/tcp.h. */
const TIME_WAIT_MS = 60_000

/** Targets share counters by hash, so that memory stays flat over a million targets; a clash only resets earlier. */
const COUNTERS = 65_536

/** Chooses FIN, or RST where the source port must be free again at once. */
export type ChooseCloseMode = (request: ConnectRequest) => CloseMode

/**
 * FIN is polite, but leaves a TIME_WAIT that holds an ephemeral port against the same target for 60 s; once half
 * of the range is held so, RST closes without one. A fixed source port needs RST to be used again straight after.
 */
export function createCloseModeChooser(
  clock: Clock,
  ephemeralPorts: () => number = readEphemeralPorts,
): ChooseCloseMode {
  let current = new Uint32Array(COUNTERS)
  let previous = new Uint32Array(COUNTERS)
  let windowStartMs = clock.monotonicMs()
  let limit: number | undefined

  // Two windows of a whole TIME_WAIT are looked at, so that a count is never forgotten too early.
  function rotate(): void {
    const ageMs = clock.monotonicMs() - windowStartMs
    if (ageMs < TIME_WAIT_MS) return
    ;[current, previous] = [previous, current]
    current.fill(0)
    if (ageMs >= 2 * TIME_WAIT_MS) previous.fill(0)
    windowStartMs = clock.monotonicMs()
  }

  return ({ close, sourcePort, address, port }) => {
    if (close) return close
    if (sourcePort !== undefined) return 'rst'
    rotate()
    limit ??= Math.max(1, Math.floor(ephemeralPorts() / 2))
    const slot = hash(address.text, port)
    const held = (current[slot] ?? 0) + (previous[slot] ?? 0)
    if (held >= limit) return 'rst'
    current[slot] = (current[slot] ?? 0) + 1
    return 'fin'
  }
}

/** Folded to the number of counters. */
function hash(address: string, port: number): number {
  const value = fnv1a(address, port)
  return (value ^ (value >>> 16)) & (COUNTERS - 1)
}

/** The size of the ephemeral port range; elsewhere than on Linux the range that RFC 6335 section 6 names. */
function readEphemeralPorts(): number {
  try {
    const text = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')
    const [first = 49_152, last = 65_535] = text.trim().split(/\s+/).map(Number)
    return last - first + 1
  } catch {
    return 65_535 - 49_152 + 1
  }
}
