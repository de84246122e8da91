import { describe, expect, it } from 'vitest'
import { ENTRIES } from '../../../test/report/entries.js'
import {
  renderWatchLine,
  renderWatchSummary,
  type WatchSample,
  watchSample,
} from './watch-summary.js'

const connected = (seconds: number): WatchSample => ({ seconds, lossy: false, error: undefined })
const failed = (error: string): WatchSample => ({ seconds: undefined, lossy: false, error })

describe('watching', () => {
  it('keeps of a check its latency, its packet loss and its error', () => {
    expect(watchSample(ENTRIES.connected.result)).toEqual(connected(0.045))
    expect(watchSample(ENTRIES.lossy.result)).toEqual({
      seconds: 1.017,
      lossy: true,
      error: undefined,
    })
    expect(watchSample(ENTRIES.refused.result)).toEqual(failed('Connection refused'))
  })

  it('shows the newest latency, a sparkline and the failed share while it goes on', () => {
    const samples = [connected(0.001), failed('Connection timeout'), connected(0.002)]
    expect(renderWatchLine(samples, samples, 80)).toBe('▁×█ 2.0 ms · 3 checks · 33% failed')
  })

  it('shows the error of a check that failed just now', () => {
    const samples = [failed('Connection\u001b refused')]
    expect(renderWatchLine(samples, samples, 80)).toBe(
      '× Connection\\x1b refused · 1 check · 100% failed',
    )
  })

  it('marks what is under way, in the order in which the checks began', () => {
    const samples = [failed('Connection timeout'), connected(0.002)]
    const marks = [samples[0], undefined, samples[1], undefined]
    expect(renderWatchLine(marks, samples, 80)).toBe(
      '×·▁· 2.0 ms · 2 checks · 50% failed · 2 under way',
    )
    expect(renderWatchLine(Array(500).fill(samples[1]), samples, 80)).toMatch(/^▁{30} 2\.0 ms/)
  })

  it('sums up with percentiles, in which a resent SYN does not count as latency', () => {
    const samples = [
      ...Array.from({ length: 100 }, (_, index) => connected((index + 1) / 1_000)),
      { seconds: 1.02, lossy: true, error: undefined },
      failed('Connection refused'),
      failed('Connection timeout'),
      failed('Connection timeout'),
    ]
    expect(renderWatchSummary('example.com:80', samples, 104_000)).toBe(`--- example.com:80 ---
104 checks in 1 min 44 s: 101 connected, 2.9% failed
min 1.0 ms, avg 50.5 ms, p50 50.0 ms, p95 95.0 ms, p99 99.0 ms, max 100 ms
1 connected only after a SYN was retransmitted: packet loss, not counted as latency
2 × Connection timeout
1 × Connection refused
`)
  })

  it('sums up nothing as nothing', () => {
    expect(renderWatchSummary('example.com:80', [], 0)).toBe(
      '--- example.com:80 ---\n0 checks in 0 µs: 0 connected, 0% failed\n',
    )
  })
})
