import { describe, expect, it } from 'vitest'
import { MemoryDirectory } from '../../../../test/support/fleet-parts.js'
import { SAMPLE_EPOCH, sampleResults } from '../../../../test/support/sample-batch.js'
import { SqliteStore } from '../../../../test/support/sqlite-store.js'
import type { AgentDirectory } from '../../../core/link/agent-directory.js'
import { SharedDirectory } from './shared-directory.js'
import { StateDirectory } from './state-directory.js'

const NOW = 1_700_000_000_000

const agent = (id: string) => ({ id, publicKey: `key of ${id}` })
const invitation = (location: string, until = NOW + 1_000) => ({
  location,
  secretHash: `secret of ${location}`,
  until,
})

async function stored() {
  const store = SqliteStore.open({ directory: ':memory:' })
  const { states } = await store.queries.remembered()
  return new StateDirectory(store, states)
}

function sharedIn(store: SqliteStore) {
  return new SharedDirectory(store, async () => (await store.queries.remembered()).states)
}

describe.each<[string, () => Promise<AgentDirectory>]>([
  ['in a store', stored],
  ['in a store that hubs share', async () => sharedIn(SqliteStore.open({ directory: ':memory:' }))],
  ['in memory', async () => new MemoryDirectory()],
])('a directory of agents %s', (_where, open) => {
  it('lets one agent in for each invitation, within its time', async () => {
    const directory = await open()
    await directory.invite(invitation('fra'))
    expect(await directory.enrol('another secret', agent('a1'), NOW)).toBeUndefined()
    expect(await directory.enrol('secret of fra', agent('a1'), NOW)).toEqual({
      ...agent('a1'),
      location: 'fra',
      enrolledAt: NOW,
    })
    expect(await directory.enrol('secret of fra', agent('a2'), NOW)).toBeUndefined()
    await directory.invite(invitation('nyc'))
    expect(await directory.enrol('secret of nyc', agent('a3'), NOW + 1_000)).toBeUndefined()
  })

  it('lets one of many in that come at once with the same secret', async () => {
    const directory = await open()
    await directory.invite(invitation('fra'))
    const tries = Array.from({ length: 8 }, (_, index) =>
      directory.enrol('secret of fra', agent(`a${index}`), NOW),
    )
    const enrolled = (await Promise.all(tries)).filter((each) => each !== undefined)
    expect(enrolled).toHaveLength(1)
  })

  it('has one agent for each location that is not revoked: the newest', async () => {
    const directory = await open()
    for (const id of ['a1', 'a2']) {
      const secretHash = `secret for ${id}`
      await directory.invite({ ...invitation('fra'), secretHash })
      await directory.enrol(secretHash, agent(id), NOW)
    }
    expect((await directory.agent('a1'))?.revokedAt).toBe(NOW)
    expect((await directory.agent('a2'))?.revokedAt).toBeUndefined()
  })

  it('takes an invitation back, and revokes an agent', async () => {
    const directory = await open()
    expect(await directory.revoke('fra', NOW)).toBeUndefined()
    await directory.invite(invitation('fra'))
    expect(await directory.revoke('fra', NOW)).toBe('invitation')
    expect(await directory.enrol('secret of fra', agent('a1'), NOW)).toBeUndefined()
    await directory.invite(invitation('fra'))
    await directory.enrol('secret of fra', agent('a1'), NOW)
    expect(await directory.revoke('fra', NOW + 5)).toMatchObject({ id: 'a1', revokedAt: NOW + 5 })
    expect(await directory.revoke('fra', NOW + 6)).toBeUndefined()
  })

  it('forgets a location', async () => {
    const directory = await open()
    expect(await directory.remove('fra')).toBe(false)
    await directory.invite(invitation('fra'))
    await directory.enrol('secret of fra', agent('a1'), NOW)
    expect(await directory.remove('fra')).toBe(true)
    expect(await directory.agents()).toEqual([])
    expect(await directory.agent('a1')).toBeUndefined()
  })
})

describe('a directory of agents in a store', () => {
  it('knows the 64 newest spools of an agent, so that nobody can have it remember without end', async () => {
    const store = SqliteStore.open({ directory: ':memory:' })
    const directory = new StateDirectory(store, [])
    for (const [location, id] of [
      ['fra', 'a1'],
      ['nyc', 'a11'],
    ] as const) {
      await directory.invite(invitation(location))
      await directory.enrol(`secret of ${location}`, agent(id), NOW)
    }
    const put = (id: string, epoch: string) =>
      directory.store(id, { observations: [], cursor: { epoch, next: 1 } })
    await put('a11', 'other')
    for (let number = 0; number < 64; number++) await put('a1', `e${number}`)
    await put('a1', 'e0')
    await put('a1', 'e64')
    expect(await directory.cursorOf('a1', 'e0')).toMatchObject({ next: 1 })
    expect(await directory.cursorOf('a1', 'e1')).toBeUndefined()
    expect(await directory.cursorOf('a11', 'other')).toMatchObject({ next: 1 })
    const { states } = await store.queries.remembered()
    expect(states.filter(({ kind }) => kind === 'spool_cursor')).toHaveLength(65)
    await store.close()
  })

  it('is the same after a restart, cursors too', async () => {
    const store = SqliteStore.open({ directory: ':memory:' })
    const directory = new StateDirectory(store, [])
    await directory.invite(invitation('fra'))
    await directory.enrol('secret of fra', agent('a1'), NOW)
    await directory.invite(invitation('nyc'))
    const cursor = { epoch: SAMPLE_EPOCH, next: 3 }
    const gap = { count: 2, from: NOW, until: NOW + 5 }
    await directory.store('a1', { observations: sampleResults(3), cursor, gap })
    const later = { count: 3, from: NOW + 10, until: NOW + 20 }
    await directory.store('a1', { observations: [], cursor: { ...cursor, next: 6 }, gap: later })
    await directory.store('a1', { observations: [], cursor })
    const { states } = await store.queries.remembered()
    const again = new StateDirectory(store, states)
    expect(await again.agents()).toEqual(await directory.agents())
    expect(await again.cursorOf('a1', SAMPLE_EPOCH)).toMatchObject(cursor)
    expect(await again.cursorOf('a1', 'another')).toBeUndefined()
    expect(again.lostAt('fra')).toEqual({ count: 5, from: NOW, until: NOW + 20 })
    expect(again.lostAt('nyc')).toBeUndefined()
    expect(await again.remove('fra')).toBe(true)
    expect(await again.cursorOf('a1', SAMPLE_EPOCH)).toBeUndefined()
    expect(await again.enrol('secret of nyc', agent('a2'), NOW)).toBeDefined()
    const { results } = await store.queries.results({ checkId: 'web' })
    expect(results).toHaveLength(3)
    await store.close()
  })
})

describe('a directory of agents that two hubs share', () => {
  it('stores what comes to both at once at one of them, whatever else the other was sent', async () => {
    const store = SqliteStore.open({ directory: ':memory:' })
    const [a, b] = [sharedIn(store), sharedIn(store)]
    await a.invite(invitation('fra'))
    await b.enrol('secret of fra', agent('a1'), NOW)
    const at = (next: number) => ({ epoch: SAMPLE_EPOCH, next })
    const results = sampleResults(5)
    const put = (hub: SharedDirectory, from: number, next: number) =>
      hub.store('a1', {
        observations: results.slice(from, next),
        cursor: at(next),
        ...(from > 0 && { before: at(from) }),
      })
    // Both looked before either stored: one has heard two results, the other three.
    const both = await Promise.allSettled([put(a, 0, 2), put(b, 0, 3)])
    expect(both).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'STORE_OUTRUN' } },
    ])
    expect(await b.cursorOf('a1', SAMPLE_EPOCH)).toMatchObject(at(2))
    await put(b, 2, 5)
    await put(a, 2, 5)
    const found = await store.queries.results({ checkId: 'web' })
    expect(found.results.map((each) => each.at).sort()).toEqual(results.map((each) => each.at))
    expect(await a.cursorOf('a1', SAMPLE_EPOCH)).toMatchObject(at(5))
    await store.close()
  })

  it('lets one agent in by a secret that is used at both', async () => {
    const store = SqliteStore.open({ directory: ':memory:' })
    const [a, b] = [sharedIn(store), sharedIn(store)]
    await a.invite(invitation('fra'))
    const enrolled = await Promise.all([
      a.enrol('secret of fra', agent('a1'), NOW),
      b.enrol('secret of fra', agent('a2'), NOW),
    ])
    expect(enrolled.filter((each) => each !== undefined)).toHaveLength(1)
    expect(await a.agents()).toHaveLength(1)
    await store.close()
  })
})
