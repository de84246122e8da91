import { describe, expect, it } from 'vitest'
import { entry, evidence } from '../../../test/history/sample-history.js'
import { MemoryStore } from '../../../test/simulator/memory-store.js'
import { incidentOf, noticeOf, SINCE } from '../../../test/support/notices.js'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import type { Channel, Message } from '../../core/alert/channel.js'
import type { NoticeKind } from '../../core/alert/notice.js'
import type { NewOutboxEntry } from '../../core/alert/outbox.js'
import { Dispatcher } from './dispatcher.js'

const INCIDENT = incidentOf({ id: 'db-1' })

function entryFor(kind: NoticeKind = 'opened', more: Partial<NewOutboxEntry> = {}): NewOutboxEntry {
  const notice = noticeOf({ kind, at: SINCE, incident: INCIDENT })
  return { channel: 'pager', group: 'db-1', notice, notBefore: 0, ...more }
}

async function started() {
  const clock = new VirtualClock(SINCE)
  const store = new MemoryStore()
  const sent: Message[] = []
  const awaited = new Set<string>()
  const channel: Channel = {
    ...{ name: 'pager', kind: 'scripted' },
    async send(message) {
      sent.push(message)
      return { kind: 'delivered' }
    },
  }
  const dispatcher = new Dispatcher({
    ...{ outbox: store.outbox, clock, random: () => 1, channels: [channel] },
    evidence: { isAwaited: (id) => awaited.has(id), queries: store.queries },
  })
  await store.commit({ observations: [], incidents: [INCIDENT] })
  const put = async (...outbox: readonly NewOutboxEntry[]) => {
    await store.commit({ observations: [], outbox })
    dispatcher.wake()
    await clock.advance(0)
  }
  const find = async (change: Parameters<typeof evidence>[0] = {}) => {
    const entries = [
      { ...entry({ kind: 'evidence', evidence: evidence(change) }), incidentId: 'db-1' },
    ]
    await store.commit({ observations: [], entries })
    awaited.delete('db-1')
    dispatcher.wake()
    await clock.advance(0)
  }
  return { clock, store, sent, awaited, put, find }
}

describe('a notice', () => {
  it('waits for the evidence that is under way, and has it', async () => {
    const { sent, awaited, put, find } = await started()
    awaited.add('db-1')
    await put(entryFor())
    expect(sent).toEqual([])
    await find()
    const { reason, nextStep } = evidence()
    expect(sent.map(({ notices }) => notices[0]?.evidence)).toMatchObject([{ reason, nextStep }])
    expect(sent[0]?.notices[0]?.evidence).not.toHaveProperty('lines')
  })

  it('goes without where nobody looks, and of an incident that is over', async () => {
    const { sent, put, find, store } = await started()
    await put(entryFor())
    await find()
    await put(entryFor('resolved'))
    expect(sent.map(({ notices }) => notices[0]?.evidence)).toEqual([undefined, undefined])
    store.queries.incidentEntries = async () => {
      throw new Error('the disk is gone')
    }
    await put(entryFor('reminder'))
    expect(sent[2]?.notices[0]?.evidence).toBeUndefined()
  })

  it('is sent with the newest evidence', async () => {
    const { sent, put, find } = await started()
    await find()
    await find({ reason: 'It is the cable', takenFor: 'web' })
    await put(entryFor('reminder'))
    expect(sent[0]?.notices[0]?.evidence).toMatchObject({
      ...{ reason: 'It is the cable', takenFor: 'web' },
    })
  })

  it('waits no longer where its end is sent already, nor once it failed', async () => {
    const { sent, awaited, put } = await started()
    awaited.add('db-1')
    await put(entryFor(), entryFor('resolved'))
    expect(sent.flatMap(({ notices }) => notices.map(({ kind }) => kind))).toEqual([
      'opened',
      'resolved',
    ])
  })

  it('leaves in its incident that it was sent, in the transaction that marks it', async () => {
    const { store, put, clock } = await started()
    await put(entryFor())
    await clock.advance(1)
    expect(await store.queries.incidentEntries('db-1')).toMatchObject([
      { entry: { kind: 'sent', channel: 'pager', notice: 'opened', at: SINCE } },
    ])
  })
})
