import { expect, it } from 'vitest'
import { longestGroupWaitMs } from './longest-group-wait.js'

it.each([
  ['route: { receiver: a, group_wait: 5s }', 5_000],
  ['route: { receiver: a }', 30_000],
  [
    'route: { group_wait: 0s, routes: [{ group_wait: 1m30s, routes: [{ group_wait: 2m }] }] }',
    120_000,
  ],
  ['route: { routes: [{ group_wait: 10s }, nothing] }', 30_000],
  ['receivers: []', undefined],
  ['', undefined],
  ['{ not: [yaml', undefined],
])('is read from the routes: %s', (config, ms) => {
  expect(longestGroupWaitMs(config)).toBe(ms)
})
