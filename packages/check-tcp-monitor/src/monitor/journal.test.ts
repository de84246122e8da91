import { describe, expect, it } from 'vitest'
import { MemoryStore } from '../../test/simulator/memory-store.js'
import { VirtualClock } from '../../test/support/virtual-clock.js'
import type { Batch } from '../core/store/commits.js'
import { StoreError } from '../core/store/store-error.js'
import type { Incident } from '../core/wire/incident.js'
import type { Observation } from '../core/wire/observation.js'
import { Journal } from './journal.js'

function observation(at: number): Observation {
  return { checkId: 'web', location: 'lab', at, outcome: 'good', attempts: 1 }
}

const INCIDENT: Incident = {
  id: 'web-1',
  subject: 'check',
  subjectId: 'web',
  location: 'here',
  verdict: 'down',
  severity: 'critical',
  since: 1,
  openedAt: 1,
}

function journalOf() {
  const clock = new VirtualClock()
  const store = new MemoryStore()
  const commits: number[] = []
  store.onCommit = ({ observations }) => commits.push(observations.length)
  let broken = false
  store.problem = () => (broken ? new StoreError('STORE_DISK_FULL', 'no room') : undefined)
  const problems: (string | undefined)[] = []
  const journal = new Journal({
    store,
    clock,
    syncMs: () => 1_000,
    onOutbox: () => {},
    onProblem: (error) => problems.push(error?.code),
  })
  return { clock, store, commits, journal, problems, breakStore: (is: boolean) => (broken = is) }
}

describe('the journal', () => {
  it('writes observations together, as long after the first as they may wait', async () => {
    const { clock, journal, commits } = journalOf()
    journal.add({ observations: [observation(1)] })
    await clock.advance(500)
    journal.add({ observations: [observation(2)] })
    await clock.advance(499)
    expect(commits).toEqual([])
    await clock.advance(1)
    expect(commits).toEqual([2])
    journal.add({ observations: [observation(3)] })
    await clock.advance(999)
    expect(commits).toEqual([2])
    await clock.advance(1)
    expect(commits).toEqual([2, 1])
  })

  it('writes states sooner, with all that waits, and at once where it is urgent', async () => {
    const { clock, journal, commits, store } = journalOf()
    const state = { kind: 'check', id: 'web', location: 'lab', state: { verdict: 'up' } } as const
    journal.add({ observations: [observation(1)] })
    await clock.advance(300)
    journal.add({ observations: [observation(2)], states: [state] })
    await clock.advance(99)
    expect(commits).toEqual([])
    await clock.advance(1)
    expect(commits).toEqual([2])
    journal.add({ observations: [observation(3)] })
    journal.add({ states: [state] }, { isUrgent: true })
    await clock.advance(0)
    expect(commits).toEqual([2, 1])
    await clock.advance(5_000)
    expect(commits).toEqual([2, 1])
    expect((await store.queries.remembered()).states).toHaveLength(1)
  })

  it('writes at once where there is an incident, with all that waits', async () => {
    const { clock, journal, commits } = journalOf()
    journal.add({ observations: [observation(1)] })
    journal.add({ incidents: [INCIDENT] })
    await clock.advance(0)
    expect(commits).toEqual([1])
  })

  it('holds everything while the store fails, and writes it in order when that serves again', async () => {
    const { clock, journal, store, problems, breakStore } = journalOf()
    breakStore(true)
    for (let at = 1; at <= 3; at++) {
      journal.add({ observations: [observation(at)] })
      await clock.advance(1_000)
    }
    journal.add({ incidents: [INCIDENT] })
    await clock.advance(10_000)
    expect(journal.held).toBe(3)
    expect(journal.problem?.code).toBe('STORE_DISK_FULL')
    breakStore(false)
    await clock.advance(30_000)
    expect(store.observations.map(({ at }) => at)).toEqual([1, 2, 3])
    expect(store.incidentsById.has('web-1')).toBe(true)
    expect(journal.problem).toBeUndefined()
    expect(problems.at(-1)).toBeUndefined()
  })

  it('asks a store that failed at once where somebody knows that it was mended', async () => {
    const { clock, journal, store, breakStore } = journalOf()
    breakStore(true)
    journal.add({ observations: [observation(1)] })
    await clock.advance(600_000)
    breakStore(false)
    journal.retryNow()
    await clock.advance(0)
    expect(journal.problem).toBeUndefined()
    expect(store.observations).toHaveLength(1)
    journal.retryNow()
    await clock.advance(600_000)
    expect(store.observations).toHaveLength(1)
  })

  it('asks once more where it was mended while a commit was under way', async () => {
    const { clock, journal, breakStore } = journalOf()
    breakStore(true)
    journal.add({ observations: [observation(1)] })
    await clock.advance(600_000)
    journal.retryNow()
    breakStore(false)
    journal.retryNow()
    await clock.advance(0)
    expect(journal.problem).toBeUndefined()
  })

  it('drops the oldest observations when there are too many to hold, and counts them; never an incident', async () => {
    const { clock, journal, store, breakStore } = journalOf()
    const lost: Batch['lost'][] = []
    store.onCommit = (batch) => lost.push(...(batch.lost ? [batch.lost] : []))
    breakStore(true)
    journal.add({ incidents: [INCIDENT] })
    for (let at = 1; at <= 201_010; at++) journal.add({ observations: [observation(at)] })
    await clock.advance(1_000)
    expect(journal.dropped).toBe(1_000)
    breakStore(false)
    await clock.advance(30_000)
    expect(store.observations[0]?.at).toBe(1_001)
    expect(store.incidentsById.size).toBe(1)
    expect(lost).toEqual([{ count: 1_000, from: 1, until: 1_000 }])
  })

  it('says that what others write to the store fails, until that and its own commits are written', async () => {
    const { clock, journal, problems, breakStore } = journalOf()
    journal.noteOther(undefined)
    expect(problems).toEqual([])
    journal.noteOther(new StoreError('STORE_LOCKED', 'locked'))
    expect(journal.problem?.code).toBe('STORE_LOCKED')
    breakStore(true)
    journal.add({ incidents: [INCIDENT] })
    await clock.advance(10)
    journal.noteOther(undefined)
    expect(journal.problem?.code).toBe('STORE_DISK_FULL')
    expect(problems).toEqual(['STORE_LOCKED', 'STORE_DISK_FULL'])
    breakStore(false)
    await clock.advance(30_000)
    expect(journal.problem).toBeUndefined()
    expect(problems.at(-1)).toBeUndefined()
  })

  it('promises nothing durable while the store fails, and keeps it all the same', async () => {
    const { clock, journal, store, breakStore } = journalOf()
    await Promise.all([journal.addDurably({ observations: [observation(1)] }), clock.advance(0)])
    expect(store.observations).toHaveLength(1)
    breakStore(true)
    const first = expect(
      journal.addDurably({ observations: [observation(2)] }),
    ).rejects.toMatchObject({
      code: 'STORE_DISK_FULL',
    })
    await clock.advance(0)
    await first
    await expect(journal.addDurably({ observations: [observation(3)] })).rejects.toMatchObject({
      code: 'STORE_DISK_FULL',
    })
    breakStore(false)
    await clock.advance(30_000)
    expect(store.observations.map(({ at }) => at)).toEqual([1, 2, 3])
  })

  it('closes when all is on disk, or when the store fails once more', async () => {
    const { clock, journal, store, breakStore } = journalOf()
    journal.add({ observations: [observation(1)] })
    await Promise.all([journal.close(), clock.advance(0)])
    expect(store.observations).toHaveLength(1)
    const other = journalOf()
    other.breakStore(true)
    other.journal.add({ observations: [observation(1)] })
    await Promise.all([other.journal.close(), other.clock.advance(0)])
    expect(other.store.observations).toHaveLength(0)
    breakStore(false)
  })
})
