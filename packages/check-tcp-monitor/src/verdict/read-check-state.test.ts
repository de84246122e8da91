import { expect, it } from 'vitest'
import { newCheckState } from './check-state.js'
import { readCheckState } from './read-check-state.js'

it('reads a state as it was stored', () => {
  const state = { ...newCheckState(1), connectivity: 'asked' as const }
  expect(readCheckState(JSON.parse(JSON.stringify(state)))).toEqual(state)
})

it.each([
  ['none', 'unknown'],
  ['asked', 'asked'],
  ['seen', 'online'],
] as const)(
  'reads what was stored while connectivity was called sight: %s',
  (sight, connectivity) => {
    const { connectivity: _, ...state } = newCheckState(1)
    expect(readCheckState({ ...state, sight })).toEqual({ ...state, connectivity })
  },
)

it.each([undefined, null, 'up', {}, { ...newCheckState(1), verdict: 'gone' }])(
  'reads nothing out of what is no state: %j',
  (stored) => expect(readCheckState(stored)).toBeUndefined(),
)
