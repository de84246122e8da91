import { expect, it } from 'vitest'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import { SESSION_MS, Sessions } from './sessions.js'

const OPS = { name: 'ops', role: 'operate', token: 'a-token-of-the-operators' } as const
const WALL = { name: 'wall', role: 'read', token: 'a-token-of-the-screen' } as const

it('knows its holder until it is closed', () => {
  const sessions = new Sessions(new VirtualClock())
  const { secret, csrf } = sessions.open(OPS)
  const other = sessions.open(WALL)
  expect(sessions.find(secret, [WALL, OPS])).toEqual({ token: OPS, csrf })
  expect(sessions.find('', [WALL, OPS])).toBeUndefined()
  sessions.close(secret)
  expect(sessions.find(secret, [WALL, OPS])).toBeUndefined()
  expect(sessions.find(other.secret, [WALL, OPS])?.token).toBe(WALL)
})

it('ends after twelve hours', async () => {
  const clock = new VirtualClock()
  const sessions = new Sessions(clock)
  const { secret } = sessions.open(OPS)
  await clock.advance(SESSION_MS - 1)
  expect(sessions.find(secret, [OPS])).toBeDefined()
  await clock.advance(1)
  expect(sessions.find(secret, [OPS])).toBeUndefined()
})

it('ends with its token for good, and follows its name and role', () => {
  const sessions = new Sessions(new VirtualClock())
  const { secret } = sessions.open(OPS)
  const renamed = { ...OPS, name: 'night', role: 'read' } as const
  expect(sessions.find(secret, [renamed])?.token).toEqual(renamed)
  expect(sessions.find(secret, [{ ...OPS, token: 'another-token-of-theirs' }])).toBeUndefined()
  expect(sessions.find(secret, [OPS])).toBeUndefined()
})

it('holds a thousand people, and then signs out the one who came first', () => {
  const sessions = new Sessions(new VirtualClock())
  const opened = Array.from({ length: 1_001 }, () => sessions.open(OPS).secret)
  expect(sessions.find(opened[0] ?? '', [OPS])).toBeUndefined()
  expect(sessions.find(opened[1] ?? '', [OPS])).toBeDefined()
  expect(new Set(opened).size).toBe(1_001)
})
