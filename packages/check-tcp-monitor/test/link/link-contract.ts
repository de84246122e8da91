import { systemClock, validateCheck } from 'check-tcp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AgentRecord } from '../../src/core/link/agent-directory.js'
import type { AgentLink } from '../../src/core/link/agent-link.js'
import { type AgentKey, makeAgentKey } from '../../src/link/identity/agent-key.js'
import { secretHashOf } from '../../src/link/identity/secret-hash.js'
import { openTestDesk } from '../support/fleet-parts.js'
import { sampleBatch, sampleResults } from '../support/sample-batch.js'
import { sampleResult } from '../support/sample-result.js'

interface OpenedLink {
  readonly link: AgentLink
  close(): Promise<void>
}

type Hub = ReturnType<typeof openTestDesk>

/** What every link between an agent and its hub does. */
export function describeLink(
  name: string,
  open: (hub: Hub, agent: AgentRecord, key: AgentKey) => Promise<OpenedLink>,
): void {
  describe(`the link ${name}`, () => {
    const { signal } = new AbortController()
    let hub: Hub
    let opened: OpenedLink
    let agent: AgentRecord
    beforeEach(async () => {
      hub = openTestDesk(systemClock)
      const key = makeAgentKey()
      const invitation = {
        location: 'fra',
        secretHash: secretHashOf('s'),
        until: Date.now() + 60_000,
      }
      await hub.directory.invite(invitation)
      agent = await hub.desk.enrol('s', key.publicKey)
      opened = await open(hub, agent, key)
    })
    afterEach(() => opened.close())

    it('stores results once, however often they are sent', async () => {
      const { link } = opened
      const batch = sampleBatch({ results: sampleResults(3) })
      expect(await link.send(batch, signal)).toMatchObject({ next: 3, config: 'c1' })
      expect(await link.send(batch, signal)).toMatchObject({ next: 3, config: 'c1' })
      const more = sampleBatch({ results: sampleResults(1_000) })
      expect(await link.send(more, signal)).toMatchObject({ next: 1_000, config: 'c1' })
      expect(hub.store.stored).toEqual(more.results)
    })

    it('stores batches once that are sent at the same time', async () => {
      const { link } = opened
      const batch = sampleBatch({ results: sampleResults(5) })
      const receipts = await Promise.all(Array.from({ length: 8 }, () => link.send(batch, signal)))
      expect(new Set(receipts.map(({ next }) => next))).toEqual(new Set([5]))
      expect(hub.store.stored).toEqual(batch.results)
    })

    it('knows a spool again that was away while another one of the agent was there', async () => {
      const { link } = opened
      const batch = sampleBatch({ results: sampleResults(3) })
      const other = { ...batch, epoch: '01960000-0000-7000-8000-000000000002' }
      for (const each of [batch, other, batch, other]) {
        expect(await link.send(each, signal)).toMatchObject({ next: 3 })
      }
      expect(hub.store.stored).toHaveLength(6)
    })

    it('asks for what is missing, and takes a declared gap', async () => {
      const { link } = opened
      await link.send(sampleBatch({ results: sampleResults(2) }), signal)
      const late = { first: 7, results: sampleResults(1) }
      expect(await link.send(sampleBatch(late), signal)).toMatchObject({ next: 2 })
      const gap = { count: 5, from: 1_700_000_000_000, until: 1_700_000_001_000 }
      expect(await link.send(sampleBatch({ ...late, gap }), signal)).toMatchObject({ next: 8 })
      expect(hub.heard).toContain('fra lost 5')
    })

    it('brings votes, of the config that the hub has alone', async () => {
      const { link } = opened
      const heard = () => hub.votes.heard('web', 30_000, ['fra'])[0]?.verdict
      const { report } = sampleBatch()
      await link.send(sampleBatch({ report: { ...report, config: 'c0' } }), signal)
      expect(heard()).toBe('pending')
      await link.send(sampleBatch(), signal)
      expect(heard()).toBe('up')
    })

    it('gives the newest config', async () => {
      const { link } = opened
      const config = { version: 'c2', checks: [] }
      hub.config.current = config
      expect(await link.send(sampleBatch(), signal)).toMatchObject({ config: 'c2' })
      expect(await link.config(signal)).toEqual(config)
    })

    it('gives what the hub wants at once, and once', async () => {
      const { link } = opened
      hub.instructions.ask('fra', 'web')
      hub.instructions.ask('fra', 'web')
      hub.instructions.ask('nyc', 'db')
      const first = await link.instructions('c1', signal)
      expect(first).toEqual({ run: ['web'], runId: expect.any(String), config: 'c1' })
      const waiting = link.instructions('c1', signal, [first.runId ?? ''])
      hub.instructions.ask('fra', 'db')
      expect(await waiting).toMatchObject({ run: ['db'], config: 'c1' })
    })

    it('gives again what the agent does not say that it has received', async () => {
      const { link } = opened
      hub.instructions.ask('fra', 'web')
      const lost = await link.instructions('c1', signal)
      hub.instructions.ask('fra', 'db')
      const again = await link.instructions('c1', signal, ['another'])
      expect(again).toMatchObject({ run: ['db', 'web'] })
      expect(again.runId).not.toBe(lost.runId)
      const left = link.instructions('c1', signal, [again.runId ?? ''])
      await link.send(sampleBatch(), signal)
      // Who waited before may have gone without a word.
      hub.instructions.ask('fra', 'api')
      expect(await left).toMatchObject({ run: ['api'] })
      expect(await link.instructions('c1', signal)).toMatchObject({ run: ['api'] })
    })

    it('gives instructions while a batch is sent, and the other way round', async () => {
      const { link } = opened
      const waiting = link.instructions('c1', signal)
      const batch = sampleBatch({ results: sampleResults(3) })
      expect(await link.send(batch, signal)).toMatchObject({ next: 3 })
      hub.instructions.ask('fra', 'web')
      expect(await waiting).toMatchObject({ run: ['web'], config: 'c1' })
    })

    it('says at once that there is another config than the agent runs', async () => {
      const { link } = opened
      expect(await link.instructions('c0', signal)).toEqual({ run: [], config: 'c1' })
      const waiting = link.instructions('c1', signal)
      await link.send(sampleBatch(), signal)
      hub.config.current = { version: 'c2', checks: [] }
      hub.instructions.wake()
      expect(await waiting).toEqual({ run: [], config: 'c2' })
    })

    it('answers who waits for instructions when the hub ends, and gives up what its caller gives up', async () => {
      const { link } = opened
      const given = new AbortController()
      const left = link.instructions('c1', given.signal)
      await link.send(sampleBatch(), signal)
      given.abort()
      await left.catch(() => {})
      const waiting = link.instructions('c1', signal)
      await link.send(sampleBatch(), signal)
      hub.desk.close()
      expect(await waiting).toEqual({ run: [], config: 'c1' })
    })

    it('gives nothing to an agent that was revoked while it waited', async () => {
      const { link } = opened
      const waiting = expect(link.instructions('c1', signal)).rejects.toMatchObject({
        code: 'LINK_REVOKED',
      })
      await link.send(sampleBatch(), signal)
      await hub.directory.revoke('fra', Date.now())
      hub.instructions.ask('fra', 'web')
      await waiting
    })

    const ask = (port: number) =>
      ({
        kind: 'check',
        parameters: validateCheck({ host: '192.0.2.7', port, timeout: 3 }),
      }) as const
    const within = { withinMs: 60_000 }

    it('brings what the hub asks for to an agent that waits, and its answer back', async () => {
      const { link } = opened
      const waiting = link.instructions('c1', signal)
      const outcome = hub.desk.asks.ask('fra', ask(1), within)
      const { run, asks = [] } = await waiting
      expect([run, asks]).toEqual([[], [{ id: expect.any(String), ask: ask(1) }]])
      const answer = { kind: 'result', result: sampleResult({ host: '192.0.2.7' }) } as const
      await link.answer(asks[0]?.id ?? '', answer, signal)
      expect(await outcome).toEqual(answer)
      // Too late, or twice, does no harm.
      await link.answer(asks[0]?.id ?? '', { kind: 'refused', because: 'no' }, signal)
    })

    it('brings what was asked for before, of its location alone, and again what did not arrive', async () => {
      const { link } = opened
      const given = new AbortController()
      const asked = [
        hub.desk.asks.ask('fra', ask(1), within),
        hub.desk.asks.ask('nyc', ask(2), { ...within, signal: given.signal }),
        hub.desk.asks.ask('fra', ask(3), within),
      ]
      const { asks = [] } = await link.instructions('c1', signal)
      expect(asks.map((each) => each.ask)).toEqual([ask(1), ask(3)])
      const [first = '', last = ''] = asks.map(({ id }) => id)
      expect(await link.instructions('c1', signal, [last])).toMatchObject({ asks: [{ id: first }] })
      const waiting = link.instructions('c1', signal, [first])
      for (const id of [first, last])
        await link.answer(id, { kind: 'refused', because: id }, signal)
      given.abort()
      expect(await Promise.all(asked)).toEqual([
        { kind: 'refused', because: first },
        { kind: 'silent', wasTaken: false },
        { kind: 'refused', because: last },
      ])
      hub.instructions.ask('fra', 'web')
      expect(await waiting).toMatchObject({ run: ['web'], config: 'c1' })
    })

    it('takes no answer of an agent that was revoked', async () => {
      const { link } = opened
      void hub.desk.asks.ask('fra', ask(1), within)
      const { asks = [] } = await link.instructions('c1', signal)
      await hub.directory.revoke('fra', Date.now())
      const answered = link.answer(asks[0]?.id ?? '', { kind: 'refused', because: 'no' }, signal)
      await expect(answered).rejects.toMatchObject({ code: 'LINK_REVOKED' })
      hub.desk.asks.close()
    })

    it('refuses what is not of the agent, and stores nothing of it', async () => {
      const results = [...sampleResults(1), ...sampleResults(1, { location: 'nyc' })]
      const sent = opened.link.send(sampleBatch({ results }), signal)
      await expect(sent).rejects.toMatchObject({ code: 'LINK_REFUSED' })
      expect(hub.store.stored).toEqual([])
    })

    it('says that the hub cannot store, hears the agent all the same, and stores later', async () => {
      const { link } = opened
      const batch = sampleBatch({ results: sampleResults(2) })
      hub.store.isBroken = true
      await expect(link.send(batch, signal)).rejects.toMatchObject({ code: 'LINK_BUSY' })
      expect(hub.heard).toContain('fra web')
      expect(hub.votes.heard('web', 30_000, ['fra'])).toMatchObject([{ verdict: 'up' }])
      hub.store.isBroken = false
      expect(await link.send(batch, signal)).toMatchObject({ next: 2 })
      expect(hub.store.stored).toEqual(batch.results)
    })

    it('hears the agent also where the hub cannot even read what it has stored', async () => {
      const { link } = opened
      const batch = sampleBatch({ results: sampleResults(2) })
      hub.store.isGone = true
      await expect(link.send(batch, signal)).rejects.toMatchObject({ code: 'LINK_BUSY' })
      expect(hub.heard).toContain('fra web')
      expect(hub.votes.heard('web', 30_000, ['fra'])).toMatchObject([{ verdict: 'up' }])
      hub.store.isGone = false
      expect(await link.send(batch, signal)).toMatchObject({ next: 2 })
      expect(hub.store.stored).toEqual(batch.results)
    })

    it('gives up what its caller gives up', async () => {
      const given = new AbortController()
      given.abort()
      await expect(opened.link.send(sampleBatch(), given.signal)).rejects.toThrow()
    })
  })
}
