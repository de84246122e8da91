import { describe, expect, it } from 'vitest'
import { sparkline } from './sparkline.js'

describe('the sparkline', () => {
  it('goes from the lowest bar for the least to the highest for the most', () => {
    expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8], 8)).toBe('▁▂▃▄▅▆▇█')
  })

  it('shows equal values as equal bars', () => {
    expect(sparkline([5, 5, 5], 8)).toBe('▁▁▁')
  })

  it('marks what was lost', () => {
    expect(sparkline([1, undefined, 2], 8)).toBe('▁×█')
    expect(sparkline([undefined], 8)).toBe('×')
  })

  it('shows the newest values that fit', () => {
    expect(sparkline([9, 1, 2], 2)).toBe('▁█')
    expect(sparkline([1, 2], 0)).toBe('')
    expect(sparkline([], 5)).toBe('')
  })
})
