import { readFileSync } from 'node:fs'

/** The first SYN is sent again after one second: TCP_TIMEOUT_INIT, RFC 6298 section 2.1. */
const INITIAL_RTO_MS = 1_000

/** More than the kernel sends by default (tcp_syn_retries 6). */
const MAX_RETRANSMITS = 10

/** How far behind a retransmission the answer may come and still be its answer: a long round trip and timer slack. */
const WINDOW_MS = 100
const SLACK_PER_RETRANSMIT_MS = 40

/**
 * Guesses from a handshake's duration how many SYNs were sent again: an answer in the first moments after the kernel's
 * retransmission times is the answer to that retransmission. Since Linux 6.5 the first `linearTimeouts` of them come
 * a second apart, the later ones after twice the time each (Documentation/networking/ip-sysctl, tcp_syn_linear_timeouts).
 */
export function estimateSynRetransmits(connectMs: number, linearTimeouts: number): number {
  let sentAtMs = 0
  let rtoMs = INITIAL_RTO_MS
  for (let count = 1; count <= MAX_RETRANSMITS; count++) {
    sentAtMs += rtoMs
    if (connectMs < sentAtMs) return 0
    if (connectMs <= sentAtMs + WINDOW_MS + count * SLACK_PER_RETRANSMIT_MS) return count
    if (count > linearTimeouts) rtoMs *= 2
  }
  return 0
}

/** The kernel's tcp_syn_linear_timeouts; 0 on kernels that lack it and on other systems. */
export function readSynLinearTimeouts(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/tcp_syn_linear_timeouts', 'utf8').trim()) || 0
  } catch {
    return 0
  }
}
