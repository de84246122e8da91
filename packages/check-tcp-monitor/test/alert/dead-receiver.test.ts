import { describe, expect, it } from 'vitest'
import { Dispatcher } from '../../src/alert/outbox/dispatcher.js'
import { noticeId } from '../../src/alert/outbox/notice-id.js'
import type { Notice } from '../../src/core/alert/notice.js'
import type { Outbox } from '../../src/core/store/outbox.js'
import { temporaryDirectory } from '../history/temporary-directory.js'
import { Draws } from '../simulator/draws.js'
import { LifeClock } from '../simulator/life.js'
import { noticeOf, resolvedOf, SINCE } from '../support/notices.js'
import { waitingFor } from '../support/outbox.js'
import { SqliteStore } from '../support/sqlite-store.js'
import { VirtualClock } from '../support/virtual-clock.js'
import { SEND_MS, SlowReceiver } from './slow-receiver.js'

const HOUR = 3_600_000
const INCIDENTS = 100
const KILLS = 20

/** What one life of the process sees of the store; nothing any more once it is dead. */
function seenBy(life: LifeClock, outbox: Outbox): Outbox {
  const whileAlive = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!life.isAlive()) await new Promise(() => {})
    return work()
  }
  return {
    claim: (claim, limit) => whileAlive(() => outbox.claim(claim, limit)),
    settle: (claim, update) => whileAlive(() => outbox.settle(claim, update)),
    release: (claim) => whileAlive(() => outbox.release(claim)),
    deadLetters: (limit) => whileAlive(() => outbox.deadLetters(limit)),
    deleteDeadLetters: (seqs) => whileAlive(() => outbox.deleteDeadLetters(seqs)),
  }
}

/** Process, history on disk and receiver; the process can be killed. */
class Scene {
  readonly clock = new VirtualClock(SINCE)
  readonly receiver = new SlowReceiver(this.clock)
  readonly #directory: string
  readonly #draws: Draws
  #life = new LifeClock(this.clock)
  #store: SqliteStore
  #dispatcher: Dispatcher

  constructor(directory: string, draws: Draws) {
    this.#directory = directory
    this.#draws = draws
    this.#store = SqliteStore.open({ directory })
    this.#dispatcher = this.#begin()
  }

  #begin(): Dispatcher {
    const dispatcher = new Dispatcher({
      outbox: seenBy(this.#life, this.#store.outbox),
      clock: this.#life,
      random: this.#draws.next,
      channels: [this.receiver.channel(this.#life.isAlive)],
    })
    dispatcher.wake()
    return dispatcher
  }

  async kill(): Promise<void> {
    this.#life.kill()
    this.receiver.noteKill()
    await this.#store.close()
    this.#life = new LifeClock(this.clock)
    this.#store = SqliteStore.open({ directory: this.#directory })
    this.#dispatcher = this.#begin()
  }

  /** State change and outbox in one transaction, as the monitor writes them. */
  async tell(notice: Notice): Promise<void> {
    const entry = { channel: 'pager', group: notice.incident.id, notice, notBefore: notice.at }
    await this.#store.commit({
      observations: [],
      incidents: [notice.incident],
      outbox: [entry],
    })
    this.#dispatcher.wake()
  }

  async isPending(): Promise<boolean> {
    return (await waitingFor(this.#store, 'pager')).length > 0
  }

  deadLetters(): ReturnType<Outbox['deadLetters']> {
    return this.#store.outbox.deadLetters(1_000)
  }

  close(): Promise<void> {
    return this.#store.close()
  }
}

/** Moments at which a kill is to come, the last ones after the receiver lives again. */
function killTimes(draws: Draws): readonly number[] {
  const times = Array.from({ length: KILLS }, (_, at) =>
    at < KILLS / 2 ? draws.between(0, HOUR) : HOUR + draws.between(0, INCIDENTS * SEND_MS),
  )
  return times.sort((a, b) => a - b)
}

/** An opening and a resolve of every incident within the hour, by time. */
function transitions(draws: Draws): readonly Notice[] {
  const notices = Array.from({ length: INCIDENTS }, (_, index) => {
    const [from, until] = [draws.between(0, HOUR), draws.between(0, HOUR)].sort((a, b) => a - b)
    const incident = { id: `i-${index}`, subjectId: `check-${index}` }
    const closedAt = SINCE + (until ?? 0) + 1
    const opened = noticeOf({ at: SINCE + (from ?? 0), incident })
    return [opened, resolvedOf({ at: closedAt, incident: { ...incident, closedAt } })]
  })
  return notices.flat().sort((a, b) => a.at - b.at)
}

async function run(seed: number) {
  using directory = temporaryDirectory()
  const draws = new Draws(seed)
  const scene = new Scene(directory.path, draws)
  const { clock, receiver } = scene
  const events = [
    ...transitions(draws).map((notice) => ({
      at: notice.at - SINCE,
      do: () => scene.tell(notice),
    })),
    ...killTimes(draws).map((at) => ({ at, do: killMidSend })),
    { at: HOUR, do: revive },
  ].sort((a, b) => a.at - b.at)
  let midSend = 0

  async function revive(): Promise<void> {
    receiver.isDead = false
  }

  async function killMidSend(): Promise<void> {
    while (!receiver.isBusy) {
      if (!(await scene.isPending())) break
      await clock.advance(SEND_MS / 4)
    }
    if (receiver.isBusy) midSend++
    await clock.advance(draws.between(0, SEND_MS - 100))
    await scene.kill()
  }

  for (const event of events) {
    await clock.advance(Math.max(0, event.at - clock.monotonicMs()))
    await event.do()
  }
  while (await scene.isPending()) await clock.advance(60_000)
  const dead = await scene.deadLetters()
  await scene.close()
  return { receiver, midSend, dead }
}

describe('a receiver that is dead for an hour with 200 transitions and 20 kills of the sender', () => {
  it.each([1, 2, 3])(
    'gets all of them in order, and twice only what a kill cut off after it arrived (seed %i)',
    async (seed) => {
      const { receiver, midSend, dead } = await run(seed)
      const ids = receiver.arrived.map(noticeId)
      expect(new Set(ids).size).toBe(2 * INCIDENTS)
      expect(dead).toEqual([])
      expect(midSend).toBe(KILLS)

      const first = [...new Map(receiver.arrived.map((each) => [noticeId(each), each])).values()]
      for (let index = 0; index < INCIDENTS; index++) {
        const told = first.filter(({ incident }) => incident.id === `i-${index}`)
        expect(told.map(({ kind }) => kind)).toEqual(['opened', 'resolved'])
      }

      const twice = ids.filter((id, at) => ids.indexOf(id) !== at).sort()
      expect(twice).toEqual(receiver.cutOff.map(noticeId).sort())
      expect(twice.length).toBeGreaterThan(0)
    },
  )
})
