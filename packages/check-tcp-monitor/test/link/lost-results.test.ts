import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from 'check-tcp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ThreadedStore } from '../../dist/history/sqlite/threads/threaded-store.js'
import { LiveVotes } from '../../src/link/agent/live-votes.js'
import { Shipper } from '../../src/link/agent/shipper.js'
import { StoredSpool } from '../../src/link/agent/stored-spool.js'
import { StateDirectory } from '../../src/link/hub/directory/state-directory.js'
import { HubDesk } from '../../src/link/hub/hub-desk.js'
import { InstructionBoard } from '../../src/link/hub/instruction-board.js'
import { VoteBoard } from '../../src/link/hub/vote-board.js'
import { makeAgentKey } from '../../src/link/identity/agent-key.js'
import { secretHashOf } from '../../src/link/identity/secret-hash.js'
import { memoryLink } from '../../src/link/memory/memory-link.js'
import { sampleBatch, sampleResults } from '../support/sample-batch.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lost-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('a hub counts what an agent lost before it could store it, once, also over restarts of both', async () => {
  const lost = { count: 7, from: 1_700_000_000_000, until: 1_700_000_006_000 }
  const hubStore = await ThreadedStore.open({ directory: join(folder, 'hub') })
  const directory = new StateDirectory(hubStore, [])
  const until = Date.now() + 60_000
  await directory.invite({ location: 'fra', secretHash: secretHashOf('s'), until })
  const { publicKey } = makeAgentKey()
  const agent = await directory.enrol(secretHashOf('s'), { id: 'a1', publicKey }, Date.now())
  if (!agent) throw new Error('the agent was not let in')
  const nothing = () => {}
  const desk = new HubDesk({
    ...{ clock: systemClock, directory, store: directory, votes: new VoteBoard(systemClock) },
    instructions: new InstructionBoard(systemClock),
    configOf: () => ({ version: 'c1', checks: [] }),
    isAssigned: () => true,
    ...{ onHeard: nothing, onStored: nothing, onGap: nothing, onEnrolled: nothing },
  })

  const store = await ThreadedStore.open({ directory: join(folder, 'agent') })
  const parts = { commits: store, reads: store.spool, clock: systemClock }
  const spool = await StoredSpool.open(parts)
  await spool.commit({ observations: sampleResults(3) })
  await spool.commit({ observations: sampleResults(2), lost })
  expect(spool.waiting).toBe(12)
  // The numbers of what was lost are not given again after a restart.
  expect((await StoredSpool.open(parts)).waiting).toBe(12)

  const shipper = new Shipper({
    ...{ clock: systemClock, random: Math.random, link: memoryLink(desk, agent), spool },
    votes: new LiveVotes(systemClock),
    report: () => sampleBatch().report,
    onConfig: () => {},
    onHub: () => {},
    onProblem: () => {},
  })
  shipper.start()
  await expect.poll(() => spool.waiting).toBe(0)
  await shipper.stop()
  expect(directory.lostAt('fra')).toEqual(lost)
  const { states } = await hubStore.queries.remembered()
  expect(new StateDirectory(hubStore, states).lostAt('fra')).toEqual(lost)
  expect((await hubStore.queries.results({ checkId: 'web' })).results).toHaveLength(5)
  await store.close()
  await hubStore.close()
})
