import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Retention, Store, WindowSummary } from '../../src/core/store.js'
import type { Observation } from '../../src/core/wire/observation.js'
import { recount } from './recount.js'
import {
  badObservation,
  DAY,
  HOUR,
  incident,
  MINUTE,
  notice,
  observation,
  outboxEntry,
  START,
} from './sample-history.js'

export interface StoreFixture {
  readonly store: Store
  /** Closes it and opens it again; absent where nothing outlives closing. */
  readonly reopen?: () => Promise<Store>
  readonly dispose: () => Promise<void>
}

const FOREVER: Retention = {
  rawMs: 1_000 * DAY,
  minuteMs: 1_000 * DAY,
  hourMs: 1_000 * DAY,
  incidentMs: 1_000 * DAY,
}

const FULL: Observation = {
  checkId: 'db',
  location: 'here',
  at: START + 1,
  outcome: 'unknown',
  responseMs: 1_017.123456789,
  dnsMs: 0.001,
  synRetransmits: 1,
  address: 'fe80::1%eth0',
  attempts: 3,
  failure: 'dns_unavailable',
  fault: 'dns',
  error: 'Host not found "x", \n ü',
  code: 'EAI_AGAIN',
  cause: 'no name server answers',
  certificateExpiresAt: START + 86_400_000,
  suspect: true,
  latenessMs: 0,
}

function expectSummary(summary: WindowSummary, expected: WindowSummary): void {
  const { p50, p95, p99, ...counts } = summary
  const { p50: e50, p95: e95, p99: e99, ...expectedCounts } = expected
  expect(counts).toEqual(expectedCounts)
  for (const [found, exact] of [
    [p50, e50],
    [p95, e95],
    [p99, e99],
  ]) {
    if (exact === undefined || found === undefined) expect(found).toBe(exact)
    else expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.01 + 1e-9)
  }
}

/** What every implementation of the contract does. */
export function describeStore(name: string, open: () => Promise<StoreFixture>): void {
  describe(`the ${name}`, () => {
    let fixture: StoreFixture
    let store: Store
    beforeEach(async () => {
      fixture = await open()
      store = fixture.store
    })
    afterEach(() => fixture.dispose())

    /** Reopened where that is possible, so that the tests see what is on disk. */
    async function again(): Promise<Store> {
      if (fixture.reopen) store = await fixture.reopen()
      return store
    }

    it('gives back every field of a result as it was stored', async () => {
      const sparse = observation({ at: START + 2 })
      await store.commit({ observations: [FULL, sparse] })
      const { results, next } = await (await again()).results({ checkId: 'db' })
      expect(results).toEqual([sparse, FULL])
      expect(next).toBeUndefined()
    })

    it('pages through results of one millisecond and of several without loss or repetition', async () => {
      const observations = Array.from({ length: 50 }, (_, index) =>
        observation({ checkId: `c${index % 3}`, at: START + Math.floor(index / 20), dnsMs: index }),
      )
      await store.commit({ observations })
      for (const checkId of [undefined, 'c1']) {
        const seen: Observation[] = []
        for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
          const found = await store.results({
            limit: 7,
            ...(checkId === undefined ? {} : { checkId }),
            ...(cursor === undefined ? {} : { cursor }),
          })
          expect(found.results.length).toBeLessThanOrEqual(7)
          seen.push(...found.results)
          cursor = found.next
        }
        const wanted = observations.filter((each) => (checkId ?? each.checkId) === each.checkId)
        expect(seen.map(({ dnsMs }) => dnsMs).sort()).toEqual(
          wanted.map(({ dnsMs }) => dnsMs).sort(),
        )
        const times = seen.map(({ at }) => at)
        expect(times).toEqual([...times].sort((a, b) => b - a))
      }
    })

    it('gives those first that were made last, also after the wall clock was set back, page by page', async () => {
      // Forward by an hour and back to where it was, then back by another: as made.
      const jumps = [0, HOUR, 0, -HOUR]
      const made = jumps.flatMap((jump, round) =>
        Array.from({ length: 10 }, (_, index) =>
          observation({
            checkId: `c${index % 2}`,
            at: START + jump + Math.floor(index / 3) * 1_000,
            dnsMs: round * 10 + index,
          }),
        ),
      )
      for (const each of made) await store.commit({ observations: [each] })
      await again()
      await store.commit({ observations: [observation({ at: START - DAY, dnsMs: 40 })] })
      const seen: number[] = []
      for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
        const found = await store.results({ limit: 7, ...(cursor === undefined ? {} : { cursor }) })
        seen.push(...found.results.map(({ dnsMs }) => dnsMs ?? -1))
        cursor = found.next
      }
      expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 41 }, (_, n) => n))
      const rounds = seen.map((n) => Math.floor(n / 10))
      expect(rounds).toEqual([...rounds].sort((a, b) => b - a))
      const { results } = await store.results({ checkId: 'c1', limit: 1 })
      expect(results).toMatchObject([{ dnsMs: 39 }])
      const window = { from: START, until: START + HOUR }
      const ofWindow = await store.results({ ...window, limit: 100 })
      expect(ofWindow.results).toHaveLength(20)
    })

    it('gives results of a window, the end excluded', async () => {
      await store.commit({
        observations: [0, 1, 2, 3].map((more) => observation({ at: START + more })),
      })
      const { results } = await store.results({ from: START + 1, until: START + 3 })
      expect(results.map(({ at }) => at)).toEqual([START + 2, START + 1])
    })

    it('keeps several results of one check in one millisecond', async () => {
      await store.commit({ observations: [observation(), observation(), badObservation()] })
      expect((await store.results({})).results).toHaveLength(3)
    })

    it('remembers states, open incidents, silences and what is still to be delivered', async () => {
      const open = incident()
      const closed = incident({ id: 'inc-0', closedAt: START + 5, closedBecause: 'up' })
      const silence = { id: 's1', matches: 'tag:core', from: START, until: START + 9, by: 'ann' }
      const maintenance = { ...silence, id: 'm1', matches: '*', note: 'new disks' }
      await store.commit({
        observations: [],
        states: [
          { subject: 'db', state: { verdict: 'down', since: [1, 2] } },
          { subject: 'gone', state: 1 },
        ],
        incidents: [open, closed],
        silences: [silence],
        maintenance: [maintenance],
        outbox: [outboxEntry(), outboxEntry({ channel: 'mail', notBefore: START + 7 })],
      })
      await store.commit({ observations: [], states: [{ subject: 'gone', state: undefined }] })
      expect(await (await again()).remembered()).toEqual({
        states: [{ subject: 'db', state: { verdict: 'down', since: [1, 2] } }],
        openIncidents: [open],
        silences: [silence],
        maintenance: [maintenance],
        outbox: [
          { seq: 1, channel: 'ops', group: 'g', notice: notice(), notBefore: START, tries: 0 },
          { seq: 2, channel: 'mail', group: 'g', notice: notice(), notBefore: START + 7, tries: 0 },
        ],
      })
    })

    it("gives a channel's outbox entries in their order, due or not, until they are delivered or dead", async () => {
      const outbox = [START + 5, START, START + 1].map((notBefore) => outboxEntry({ notBefore }))
      const mail = outboxEntry({ channel: 'mail' })
      await store.commit({ observations: [], outbox: [...outbox, mail] })
      const of = async (channel: string, limit = 10) =>
        (await store.outboxOf(channel, limit)).map(({ seq }) => seq)
      expect(await of('ops')).toEqual([1, 2, 3])
      expect(await of('ops', 2)).toEqual([1, 2])
      expect(await of('mail')).toEqual([4])
      expect(await of('nobody')).toEqual([])
      await store.updateOutbox({
        kind: 'later',
        seqs: [1],
        notBefore: START + 50,
        error: 'HTTP 503',
      })
      await store.updateOutbox({ kind: 'delivered', seqs: [2], at: START + 9 })
      await store.updateOutbox({ kind: 'dead', seqs: [3], at: START + 9, error: 'HTTP 410' })
      await again()
      const [entry, ...others] = await store.outboxOf('ops', 10)
      expect(entry).toMatchObject({
        seq: 1,
        tries: 1,
        notBefore: START + 50,
        lastError: 'HTTP 503',
      })
      expect(others).toEqual([])
      expect(await store.deadLetters(10)).toMatchObject([{ seq: 3, lastError: 'HTTP 410' }])
    })

    it('rejects a batch whole that would open a second incident of one subject, and only that batch', async () => {
      await store.commit({ observations: [], incidents: [incident()] })
      const bad = store.commit({
        observations: [observation()],
        states: [{ subject: 'db', state: 'wrong' }],
        incidents: [incident({ id: 'inc-2' })],
        outbox: [outboxEntry()],
      })
      const others = [1, 2, 3].map((more) =>
        store.commit({ observations: [observation({ at: START + more })] }),
      )
      await expect(bad).rejects.toMatchObject({ name: 'StoreError', code: 'STORE_FAILED' })
      await Promise.all(others)
      await again()
      expect((await store.results({})).results).toHaveLength(3)
      expect(await store.remembered()).toMatchObject({
        states: [],
        openIncidents: [{ id: 'inc-1' }],
        outbox: [],
      })
    })

    it('closes one incident and opens the next of the same subject in one batch, in whatever order', async () => {
      await store.commit({ observations: [], incidents: [incident()] })
      await store.commit({
        observations: [],
        incidents: [
          incident({ id: 'inc-2', openedAt: START + 9 }),
          incident({ closedAt: START + 8 }),
        ],
      })
      expect((await store.remembered()).openIncidents.map(({ id }) => id)).toEqual(['inc-2'])
    })

    it('finds incidents by id, by subject, by whether they are open and by the time in which they were', async () => {
      const first = incident({ id: 'a', openedAt: START, closedAt: START + HOUR })
      const second = incident({ id: 'b', openedAt: START + 2 * HOUR })
      const other = incident({ id: 'c', subjectId: 'web', openedAt: START + 3 * HOUR })
      await store.commit({ observations: [], incidents: [first, second, other] })
      const ids = async (query: Parameters<Store['incidents']>[0]) =>
        (await store.incidents(query)).map(({ id }) => id)
      expect(await ids({})).toEqual(['c', 'b', 'a'])
      expect(await ids({ limit: 1 })).toEqual(['c'])
      expect(await ids({ after: other })).toEqual(['b', 'a'])
      expect(await ids({ after: { openedAt: other.openedAt, id: 'b' } })).toEqual(['b', 'a'])
      expect(await ids({ after: { openedAt: other.openedAt, id: 'd' } })).toEqual(['c', 'b', 'a'])
      expect(await ids({ subject: 'check' })).toEqual(['c', 'b', 'a'])
      expect(await ids({ subject: 'location' })).toEqual([])
      expect(await ids({ subjectId: 'db' })).toEqual(['b', 'a'])
      expect(await ids({ open: true })).toEqual(['c', 'b'])
      expect(await ids({ open: false })).toEqual(['a'])
      expect(await ids({ from: START + HOUR + 1 })).toEqual(['c', 'b'])
      expect(await ids({ from: START + 1, until: START + 2 })).toEqual(['a'])
      expect(await store.incident('b')).toEqual(second)
      expect(await store.incident('x')).toBeUndefined()
    })

    it('sums up any window exactly, with percentiles to 1 %, whether in rollups, single results or both', async () => {
      const observations = threeHours()
      for (let index = 0; index < observations.length; index += 25) {
        await store.commit({ observations: observations.slice(index, index + 25) })
      }
      await again()
      const windows = [
        [0, 4 * HOUR],
        [HOUR, 2 * HOUR],
        [17, 3 * HOUR - 23],
        [59 * MINUTE + 1, HOUR + MINUTE + 1],
        [MINUTE, 2 * MINUTE],
        [90_001, 90_002],
        [5 * MINUTE + 30_000, 7 * MINUTE + 30_000],
        [2 * HOUR + 58 * MINUTE, 3 * HOUR],
        [HOUR, HOUR],
      ] as const
      for (const [from, until] of windows) {
        const window = { from: START + from, until: START + until }
        for (const checkId of ['a', 'b', 'none']) {
          const own = observations.filter((each) => each.checkId === checkId)
          expectSummary(await store.summary(checkId, window), recount(own, window))
        }
      }
    })

    it('counts each result once in the rollups of its check, by location', async () => {
      const observations = threeHours()
      await store.commit({ observations })
      await store.commit({ observations: [observation({ checkId: 'end', at: START + 5 * HOUR })] })
      await again()
      for (const level of ['minute', 'hour'] as const) {
        const size = level === 'minute' ? MINUTE : HOUR
        const rollups = await store.rollups('a', level, { from: START, until: START + 4 * HOUR })
        for (const { at, location, good, slow, bad, unknown, lost, failures, time } of rollups) {
          const own = observations.filter(
            (each) => each.checkId === 'a' && each.location === location,
          )
          const expected = recount(own, { from: at, until: at + size })
          // What the newest result stands for is not over.
          const isNewest = at + size > Math.max(...own.map((each) => each.at))
          if (!isNewest) expect(time).toEqual(expected.time)
          expect({ good, slow, bad, unknown, lost }).toEqual({
            good: expected.good,
            slow: expected.slow,
            bad: expected.bad,
            unknown: expected.unknown,
            lost: expected.lost,
          })
          expect(failures).toEqual(expected.bad === 0 ? {} : { refused: expected.bad })
        }
        const total = rollups.reduce(
          (sum, { good, slow, bad, unknown }) => sum + good + slow + bad + unknown,
          0,
        )
        expect(total).toBe(observations.filter(({ checkId }) => checkId === 'a').length)
      }
    })

    it('counts results that come late, or from a clock that jumps, once and in their own time', async () => {
      const jumps = [0, 10 * HOUR, 1, 5 * MINUTE, -2 * HOUR, 10 * HOUR + 7 * MINUTE, 6 * MINUTE, 2]
      const observations = jumps.flatMap((jump) =>
        [0, 1, 2].map((more) => observation({ at: START + jump + more * 70_000, dnsMs: more })),
      )
      for (const each of observations) await store.commit({ observations: [each] })
      await again()
      for (const each of observations) {
        await store.commit({ observations: [{ ...each, outcome: 'slow' }] })
      }
      const window = { from: START - DAY, until: START + DAY }
      const summary = await store.summary('db', window)
      expect(summary).toMatchObject({ good: 24, slow: 24, uptime: 1 })
      expect(await store.summary('db', { from: START, until: START + MINUTE })).toMatchObject({
        good: 3,
        slow: 3,
      })
    })

    it('purges each level by its own age, and answers from the coarser ones', async () => {
      const observations = Array.from({ length: 3 * 24 * 60 }, (_, minute) =>
        observation({ at: START + minute * MINUTE, responseMs: 10 + (minute % 100) }),
      )
      for (let index = 0; index < observations.length; index += 500) {
        await store.commit({ observations: observations.slice(index, index + 500) })
      }
      const closed = incident({ id: 'old', closedAt: START + HOUR })
      await store.commit({ observations: [], incidents: [closed, incident()] })
      const now = START + 3 * DAY
      const retention = { rawMs: 6 * HOUR, minuteMs: DAY, hourMs: 2 * DAY, incidentMs: DAY }
      const { deleted } = await store.purge(now, retention)
      expect(deleted).toBeGreaterThan(3_000)
      await again()
      expect((await store.results({ limit: 10_000 })).results).toHaveLength(6 * 60)
      const all = { from: START, until: now }
      expect(await store.rollups('db', 'minute', all)).toHaveLength(24 * 60)
      expect(await store.rollups('db', 'hour', all)).toHaveLength(48)
      expectSummary(await store.summary('db', all), recount(observations.slice(24 * 60), all))
      expect(await store.incident('old')).toBeUndefined()
      expect(await store.incident('inc-1')).toBeDefined()
      expect(await store.purge(now, retention)).toEqual({ deleted: 0 })
      expect(await store.purge(now, FOREVER)).toEqual({ deleted: 0 })
    })

    it('lets windows side by side add up where only minutes or hours are left of their edges', async () => {
      const observations = Array.from({ length: 2_000 }, (_, index) =>
        observation({ at: START + index * 7_001 }),
      )
      await store.commit({ observations })
      await store.commit({ observations: [observation({ at: START + DAY })] })
      for (const rawMs of [20 * HOUR, 23 * HOUR]) {
        const retention = { ...FOREVER, rawMs, minuteMs: 23 * HOUR }
        await store.purge(START + DAY, retention)
      }
      let counted = 0
      for (let from = START - 1; from < START + DAY; from += 1_234_567) {
        counted += (await store.summary('db', { from, until: from + 1_234_567 })).good
      }
      expect(counted).toBe(2_001)
    })

    it('goes on committing while it purges', async () => {
      await store.commit({
        observations: Array.from({ length: 20_000 }, (_, index) =>
          observation({ at: START + index * 100 }),
        ),
      })
      const purge = store.purge(START + DAY, { ...FOREVER, rawMs: HOUR })
      for (let index = 0; index < 50; index++) {
        await store.commit({ observations: [observation({ at: START + DAY + index })] })
      }
      expect((await purge).deleted).toBe(20_000)
      expect((await store.results({ limit: 1_000 })).results).toHaveLength(50)
      expect((await store.summary('db', { from: START, until: START + 2 * DAY })).good).toBe(20_050)
    })

    it('exports everything and imports it, the second time without adding anything', async () => {
      const observations = [...threeHours(), FULL]
      for (let index = 0; index < observations.length; index += 100) {
        await store.commit({ observations: observations.slice(index, index + 100) })
      }
      await store.commit({ observations: [], incidents: [incident()] })
      const before = await everything(store)
      await using target = await opened(open)
      for (let round = 0; round < 2; round++) {
        let added = 0
        for (let index = 0; index < before.length; index += 300) {
          const records = before.slice(index, index + 300)
          added += (await target.store.importRecords(records)).added
        }
        if (round === 1) expect(added).toBe(0)
      }
      const window = { from: START, until: START + DAY }
      for (const checkId of ['a', 'b', 'db']) {
        expect(await target.store.summary(checkId, window)).toEqual(
          await store.summary(checkId, window),
        )
        for (const level of ['minute', 'hour'] as const) {
          expect(await target.store.rollups(checkId, level, window)).toEqual(
            await store.rollups(checkId, level, window),
          )
        }
      }
      const kinds = (records: typeof before, kind: string) =>
        records.flatMap((record) => (record.kind === kind ? [JSON.stringify(record)] : [])).sort()
      const after = await everything(target.store)
      for (const kind of ['result', 'incident']) {
        expect(kinds(after, kind)).toEqual(kinds(before, kind))
      }
      // Counting goes on as ever.
      await target.store.commit({ observations: [observation({ checkId: 'a', at: START + 5 })] })
      expect((await target.store.summary('a', window)).good).toBe(
        (await store.summary('a', window)).good + 1,
      )
    })

    it('tells how it is', async () => {
      await store.commit({ observations: [observation(), observation({ at: START + 1 })] })
      const health = await store.health()
      expect(health).toMatchObject({ ok: true, stored: 2, waiting: 0 })
      expect(health.bytes).toBeGreaterThan(4_096)
      expect(health.commitMs).toBeGreaterThan(0)
    })

    it('has everything on disk that was committed before it was closed, and takes nothing after', async () => {
      const commits = Array.from({ length: 100 }, (_, index) =>
        store.commit({ observations: [observation({ at: START + index })] }),
      )
      const closing = store.close()
      await Promise.all(commits)
      await closing
      const late = [
        store.commit({ observations: [] }),
        store.results({}),
        store.health(),
        store.purge(START, FOREVER),
      ]
      for (const call of late) await expect(call).rejects.toMatchObject({ code: 'STORE_CLOSED' })
      if (fixture.reopen) {
        expect((await (await again()).results({ limit: 1_000 })).results).toHaveLength(100)
      }
    })
  })
}

/** Two checks, one seen from two locations, of all kinds of outcomes, a little out of order. */
function threeHours(): readonly Observation[] {
  return Array.from({ length: 1_200 }, (_, index): Observation => {
    const at = START + index * 9_000 + ((index * 7_919) % 3_000)
    const common = { checkId: index % 3 === 0 ? 'b' : 'a', location: index % 5 ? 'here' : 'there' }
    const responseMs = 1 + ((index * 104_729) % 50_000) / 1_000
    if (index % 17 === 0) return badObservation({ ...common, at })
    if (index % 19 === 0) return observation({ ...common, at, outcome: 'unknown' })
    if (index % 23 === 0)
      return observation({ ...common, at, responseMs: 1_017, synRetransmits: 1 })
    if (index % 29 === 0) return observation({ ...common, at, responseMs: 900, suspect: true })
    return observation({ ...common, at, responseMs, outcome: index % 7 ? 'good' : 'slow' })
  })
}

async function everything(store: Store) {
  const records = []
  for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
    const found = await store.exportPage({
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    })
    records.push(...found.records)
    cursor = found.next
  }
  return records
}

async function opened(open: () => Promise<StoreFixture>) {
  const { store, dispose } = await open()
  return { store, [Symbol.asyncDispose]: dispose }
}
