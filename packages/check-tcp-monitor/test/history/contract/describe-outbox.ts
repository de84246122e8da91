import { describe, expect, it } from 'vitest'
import { outboxEntry, START } from '../sample-history.js'
import { type OpenStore, useStore } from './use-store.js'

/** What every implementation of `Outbox` does. */
export function describeOutbox(open: OpenStore): void {
  describe('outbox', () => {
    const opened = useStore(open)

    const OPS = { channel: 'ops', token: 'one' }
    const OTHER = { channel: 'ops', token: 'two' }

    it("gives a channel's entries in their order, due or not, until they are delivered or dead", async () => {
      const outbox = [START + 5, START, START + 1].map((notBefore) => outboxEntry({ notBefore }))
      const mail = outboxEntry({ channel: 'mail' })
      await opened.store.commit({ observations: [], outbox: [...outbox, mail] })
      const of = async (channel: string, limit = 10) =>
        (await opened.store.outbox.claim({ channel, token: 'one' }, limit)).map(({ seq }) => seq)
      expect(await of('ops')).toEqual([1, 2, 3])
      expect(await of('ops', 2)).toEqual([1, 2])
      expect(await of('mail')).toEqual([4])
      expect(await of('nobody')).toEqual([])
      const later = { kind: 'later', seqs: [1], notBefore: START + 50, error: 'HTTP 503' } as const
      const dead = { kind: 'dead', seqs: [3], at: START + 9, error: 'HTTP 410' } as const
      await opened.store.outbox.settle(OPS, later)
      await opened.store.outbox.settle(OPS, { kind: 'delivered', seqs: [2], at: START + 9 })
      await opened.store.outbox.settle(OPS, dead)
      await opened.again()
      const [entry, ...others] = await opened.store.outbox.claim(OPS, 10)
      expect(entry).toMatchObject({
        seq: 1,
        tries: 1,
        notBefore: START + 50,
        lastError: 'HTTP 503',
      })
      expect(others).toEqual([])
      expect(await opened.store.outbox.deadLetters(10)).toMatchObject([
        { seq: 3, tries: 1, deadAt: START + 9, lastError: 'HTTP 410' },
      ])
    })

    it('lets one claimant at a time have a channel, and each channel for itself', async () => {
      const outbox = [outboxEntry(), outboxEntry({ channel: 'mail' })]
      await opened.store.commit({ observations: [], outbox })
      expect(await opened.store.outbox.claim(OPS, 10)).toHaveLength(1)
      expect(await opened.store.outbox.claim(OPS, 10)).toHaveLength(1)
      const claimed = { name: 'StoreError', code: 'STORE_CLAIMED' }
      await expect(opened.store.outbox.claim(OTHER, 10)).rejects.toMatchObject(claimed)
      const delivered = { kind: 'delivered', seqs: [1], at: START } as const
      await expect(opened.store.outbox.settle(OTHER, delivered)).rejects.toMatchObject(claimed)
      await opened.store.outbox.release(OTHER)
      await expect(opened.store.outbox.claim(OTHER, 10)).rejects.toMatchObject(claimed)
      expect(await opened.store.outbox.claim({ channel: 'mail', token: 'two' }, 10)).toHaveLength(1)
      expect((await opened.store.queries.remembered()).outbox).toHaveLength(2)
    })

    it('gives a channel to the next claimant once it is released', async () => {
      await opened.store.commit({ observations: [], outbox: [outboxEntry()] })
      await opened.store.outbox.claim(OPS, 10)
      await opened.store.outbox.release(OPS)
      expect(await opened.store.outbox.claim(OTHER, 10)).toHaveLength(1)
      const delivered = { kind: 'delivered', seqs: [1], at: START } as const
      await expect(opened.store.outbox.settle(OPS, delivered)).rejects.toMatchObject({
        code: 'STORE_CLAIMED',
      })
      await opened.store.outbox.settle(OTHER, delivered)
      expect((await opened.store.queries.remembered()).outbox).toEqual([])
    })

    it('lists dead letters, those given up last first, and deletes them alone', async () => {
      await opened.store.commit({
        observations: [],
        outbox: [outboxEntry(), outboxEntry(), outboxEntry(), outboxEntry()],
      })
      const dead = { kind: 'dead', error: 'no' } as const
      await opened.store.outbox.settle(OPS, { ...dead, seqs: [2], at: START + 9 })
      await opened.store.outbox.settle(OPS, { ...dead, seqs: [1, 3], at: START + 5 })
      const seqsOf = async (limit: number) =>
        (await opened.store.outbox.deadLetters(limit)).map(({ seq }) => seq)
      expect(await seqsOf(10)).toEqual([2, 3, 1])
      expect(await seqsOf(2)).toEqual([2, 3])
      await opened.store.outbox.deleteDeadLetters([2, 4])
      await opened.again()
      expect(await seqsOf(10)).toEqual([3, 1])
      expect((await opened.store.queries.remembered()).outbox).toMatchObject([{ seq: 4 }])
    })
  })
}
