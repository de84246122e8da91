import { expect, it } from 'vitest'
import { NOT_NOTIFIED } from './notification-state.js'
import { readNotificationState } from './stored-notification.js'

it('a stored state is read as it was written', () => {
  const state = {
    notified: true,
    lastNotifiedAt: { pager: 5 },
    lastNotifiedVerdict: 'down',
    suppressedCount: 3,
  } as const
  expect(readNotificationState(JSON.parse(JSON.stringify(state)))).toEqual(state)
  expect(readNotificationState({ ...NOT_NOTIFIED })).toEqual(NOT_NOTIFIED)
})

it('a state that an older version wrote is read by its names', () => {
  expect(
    readNotificationState({ told: true, toldAt: { pager: 5 }, said: 'degraded', affected: 3 }),
  ).toEqual({
    notified: true,
    lastNotifiedAt: { pager: 5 },
    lastNotifiedVerdict: 'degraded',
    suppressedCount: 3,
  })
  expect(readNotificationState({ told: false, toldAt: {} })).toEqual(NOT_NOTIFIED)
})

it.each([undefined, null, 'told', {}, { told: 1, toldAt: {} }, { notified: true }])(
  'nobody was notified where %j is stored',
  (stored) => {
    expect(readNotificationState(stored)).toEqual(NOT_NOTIFIED)
  },
)
