import { expect, it } from 'vitest'
import { nearestSpelling } from './nearest-spelling.js'

it.each([
  ['prot', ['host', 'port'], 'port'],
  ['banana', ['host', 'port'], undefined],
  ['dbb', ['db', 'web'], 'db'],
  ['PORT', ['host', 'port'], 'port'],
  ['zz', ['a', 'b'], undefined],
  ['x', ['a', 'b'], undefined],
  ['tcp', ['udp'], undefined],
])('%s among %j is meant to be %s', (word, known, meant) => {
  expect(nearestSpelling(word, known)).toBe(meant)
})
