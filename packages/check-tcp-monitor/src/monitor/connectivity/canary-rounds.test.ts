import { expect, it } from 'vitest'
import type { Reply } from '../../verdict/connectivity.js'
import { EventCounter } from '../event-counter.js'
import { askCanaries, CanaryRounds } from './canary-rounds.js'
import type { Canaries } from './choose-canaries.js'

const APPOINTED: Canaries = { kind: 'appointed', hosts: [['a'], ['b']] }
const OTHERS: Canaries = { kind: 'others', hosts: [['a']] }

/** Plays one round, in which everybody who is asked replies the same. */
async function play(rounds: CanaryRounds, reply: Reply, canaries = APPOINTED, silent = true) {
  const round = rounds.begin(() => canaries, 1)
  return rounds.conclude(round, await askCanaries(round, async () => reply), silent)
}

it('a location is isolated after two rounds that nobody answered, and online after one that somebody did', async () => {
  const counter = new EventCounter()
  const rounds = new CanaryRounds(counter)
  rounds.request('web')
  expect(rounds.nextMs).toBe(0)
  const first = await play(rounds, 'silence')
  expect(first).toMatchObject({ result: 'isolated', event: 'isolated', suspects: ['web'] })
  expect(first.became).toBeUndefined()
  expect(rounds).toMatchObject({ isIsolated: false, nextMs: 2_000 })
  expect((await play(rounds, 'silence')).became).toBe('isolated')
  expect(rounds).toMatchObject({ isIsolated: true, nextMs: 10_000 })
  expect((await play(rounds, 'silence')).became).toBeUndefined()
  counter.next()
  const last = await play(rounds, 'answer')
  expect(last).toMatchObject({
    result: 'online',
    event: 'online',
    became: 'online',
    isOpen: false,
  })
  expect(rounds).toMatchObject({ isIsolated: false, onlineSince: 2, nextMs: undefined })
})

it('who comes to be in doubt during a round waits for the next one', async () => {
  const rounds = new CanaryRounds(new EventCounter())
  rounds.request('web')
  const round = rounds.begin(() => APPOINTED, 1)
  rounds.request('db')
  expect(rounds.conclude(round, new Map(), false).suspects).toEqual(['web'])
  expect(rounds.nextMs).toBe(0)
  expect((await play(rounds, 'answer')).suspects).toEqual(['db'])
})

it('those who were silent are asked again, and who answered meanwhile with them', async () => {
  const rounds = new CanaryRounds(new EventCounter())
  rounds.noteAnswer('c')
  await play(rounds, 'silence', OTHERS)
  rounds.noteAnswer('c')
  const round = rounds.begin(() => ({ kind: 'others', hosts: [['d']] }), 2)
  expect(round.hosts).toEqual([['a'], ['c']])
})

it('a location that the process before this one found isolated stays so until somebody answers', async () => {
  const rounds = new CanaryRounds(new EventCounter())
  rounds.recall(OTHERS, 1)
  expect(rounds).toMatchObject({ isIsolated: true, isOpen: true })
  expect((await play(rounds, 'nothing')).became).toBeUndefined()
  expect(rounds.isIsolated).toBe(true)
  expect((await play(rounds, 'answer')).became).toBe('online')
})

it('nobody who could not be asked leaves a location isolated', async () => {
  const rounds = new CanaryRounds(new EventCounter())
  expect(await play(rounds, 'nothing')).toMatchObject({ result: 'unasked', event: 'isolated' })
  expect(await play(rounds, 'no-name', APPOINTED, false)).toMatchObject({ event: 'unwitnessed' })
  expect(rounds).toMatchObject({ isIsolated: false, isOpen: false })
})
