import { describe, expect, it } from 'vitest'
import { estimateSynRetransmits } from './syn-retransmits.js'

// Measured on Linux 6.18: 1, 2, 3 lost SYNs answered after 1017, 2030 and 3068 ms, with tcp_syn_linear_timeouts=0 two after 3040 ms.
describe('estimateSynRetransmits', () => {
  it.each([
    [0.2, 4, 0],
    [800, 4, 0],
    [999, 4, 0],
    [1_017, 4, 1],
    [1_500, 4, 0],
    [2_030, 4, 2],
    [3_068, 4, 3],
    [5_080, 4, 5],
    [7_090, 4, 6],
    [6_050, 4, 0],
    [1_017, 0, 1],
    [2_030, 0, 0],
    [3_040, 0, 2],
    [7_100, 0, 3],
    [500_000, 4, 0],
  ])('reads %d ms with %d linear timeouts as %d lost SYNs', (connectMs, linear, expected) => {
    expect(estimateSynRetransmits(connectMs, linear)).toBe(expected)
  })
})
