import { expect, it } from 'vitest'
import { en } from '../texts/en.js'
import { badge } from './badge.js'
import { textWidth } from './glyph-widths.js'
import { slugsOf } from './slugs.js'

it('a badge has the name and how it is, as wide as both need', () => {
  const svg = String(badge('Shop & <API>', 'degraded', en))
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="20" /)
  expect(svg).toContain('aria-label="Shop &amp; &lt;API&gt;: degraded"')
  const width = Number(/width="(\d+)"/.exec(svg)?.[1])
  expect(width).toBe(textWidth('Shop & <API>') + textWidth('degraded') + 28)
})

it('widths go by a table, whatever fonts there are', () => {
  expect(textWidth('')).toBe(0)
  expect(textWidth('iiii')).toBeLessThan(textWidth('WWWW') / 3)
  expect(textWidth('日本')).toBe(22)
  expect(textWidth('~')).toBe(9)
})

it('names of files are plain, and each another', () => {
  expect(
    slugsOf(['Shop', 'shop!', 'Zoë’s API', '../../etc', '日本', '日本', 'a'.repeat(99)]),
  ).toEqual([...['shop', 'shop-2', 'zoe-s-api', 'etc', 'service', 'service-2', 'a'.repeat(60)]])
})
