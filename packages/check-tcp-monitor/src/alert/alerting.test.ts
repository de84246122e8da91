import { describe, expect, it } from 'vitest'
import { MemoryStore } from '../../test/simulator/memory-store.js'
import { startHttpReceiver } from '../../test/support/http-receiver.js'
import { incidentOf, noticeOf, resolvedOf, SINCE } from '../../test/support/notices.js'
import { VirtualClock } from '../../test/support/virtual-clock.js'
import type { NewOutboxEntry } from '../core/alert/outbox.js'
import type { AlertingConfig } from '../core/config/alerting.js'
import { notificationKey } from '../core/stored-notification.js'
import { Alerting } from './alerting.js'
import { createRouter } from './route/router.js'
import type { AlarmMemory, OpenAlarm } from './store-alarm.js'

function configOf(urls: Readonly<Record<string, string>>): AlertingConfig {
  const names = Object.keys(urls)
  const channels = names.map((name) => ({ kind: 'webhook', name, url: urls[name] ?? '' }) as const)
  const rest = { tags: [], severities: [], continue: false, groupBy: [], groupWaitMs: 0, quiet: [] }
  return { channels, routes: [{ name: 'all', channels: names, ...rest }], inhibitions: [] }
}

function started(memory: AlarmMemory = { read: () => undefined, write() {} }) {
  const clock = new VirtualClock(SINCE)
  const store = new MemoryStore()
  const errors: object[] = []
  const log = { info() {}, warn() {}, error: (data: object) => errors.push(data) }
  const alerting = new Alerting({
    store,
    clock,
    random: () => 1,
    environment: {},
    location: 'lab',
    log,
    memory,
    onHealth() {},
    healthy: () => true,
  })
  const take = (config: AlertingConfig) => alerting.take(config, createRouter(config))
  const put = async (entry: Partial<NewOutboxEntry> = {}) => {
    const outbox = [{ channel: 'pager', group: 'all', notice: noticeOf(), notBefore: 0, ...entry }]
    await store.commit({ observations: [], outbox })
    alerting.wake()
  }
  return { alerting, store, errors, take, put }
}

/** The kinds of what a receiver got. */
function kindsIn(received: readonly { readonly body: string }[]): readonly string[] {
  return received.flatMap(({ body }) =>
    JSON.parse(body).notices.map(({ kind }: { readonly kind: string }) => kind),
  )
}

describe('a history that can be written again', () => {
  it('is told by the outbox to whom the process before this one told that it could not', async () => {
    await using receiver = await startHttpReceiver()
    let open: OpenAlarm | undefined = {
      incident: incidentOf(),
      notified: ['pager'],
      maybeNotified: [],
    }
    const { alerting, take } = started({
      read: () => open,
      write: (alarm) => {
        open = alarm
      },
    })
    take(configOf({ pager: receiver.url }))
    alerting.noteStore(undefined)
    await expect.poll(() => kindsIn(receiver.received)).toEqual(['resolved'])
    expect(open).toBeUndefined()
    await alerting.stop()
  })
})

describe('another config of alerting', () => {
  it('cuts no send off where the channels have not changed', async () => {
    await using receiver = await startHttpReceiver(() => 'never')
    const { alerting, take, put } = alertingWith(receiver.url)
    await put()
    await expect.poll(() => receiver.received.length).toBe(1)
    take(configOf({ pager: receiver.url }))
    alerting.wake()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(receiver.received).toHaveLength(1)
    await alerting.stop()
  })

  it('changes nothing where it cannot be built', async () => {
    await using receiver = await startHttpReceiver()
    const { alerting, take, put } = alertingWith(receiver.url)
    // Against its type, as a fault of ours would be.
    expect(() => take({ ...configOf({}), channels: [undefined as never] })).toThrow(TypeError)
    await put()
    await expect.poll(() => receiver.received.length).toBe(1)
    expect(alerting.deliveries().map(({ channel }) => channel)).toEqual(['pager'])
    await alerting.stop()
  })

  function alertingWith(url: string) {
    const made = started()
    made.take(configOf({ pager: url }))
    return made
  }
})

describe('what was to go over a channel that has left the config', () => {
  const gone = 'http://127.0.0.1:1'

  it('is told again over those there are, where its incident is open', async () => {
    await using receiver = await startHttpReceiver()
    const { alerting, store, take, put } = started()
    await store.commit({ observations: [], incidents: [incidentOf()] })
    await put({ notBefore: SINCE + 60_000 })
    take(configOf({ pager: gone }))
    take(configOf({ mail: receiver.url }))
    await expect.poll(() => kindsIn(receiver.received)).toEqual(['opened'])
    expect(store.dead.map(({ channel }) => channel)).toEqual(['pager'])
    await alerting.stop()
  })

  it('is given up with a word of it where another channel knows, or all is over', async () => {
    await using receiver = await startHttpReceiver()
    const { alerting, store, errors, take, put } = started()
    const id = incidentOf().id
    const toldAt = { pager: SINCE, mail: SINCE }
    const state = { told: true, toldAt }
    const stored = { ...notificationKey(incidentOf()), state }
    await store.commit({ observations: [], incidents: [incidentOf()], states: [stored] })
    await put()
    await put({ notice: resolvedOf({ incident: { id: 'other' } }) })
    take(configOf({ mail: receiver.url }))
    await expect.poll(() => store.dead.length).toBe(2)
    await alerting.stop()
    expect(receiver.received).toEqual([])
    expect(errors).toEqual([
      { incident: id, channel: 'pager' },
      { incident: 'other', channel: 'pager' },
    ])
  })

  it('is found also when it comes to be after the channel has left', async () => {
    await using receiver = await startHttpReceiver()
    const { alerting, store, take, put } = started()
    take(configOf({ pager: gone }))
    take(configOf({ mail: receiver.url }))
    await store.commit({ observations: [], incidents: [incidentOf()] })
    await put()
    await expect.poll(() => kindsIn(receiver.received)).toEqual(['opened'])
    // The receiver has a message before the outbox hears of it.
    await expect.poll(() => store.pending).toBe(0)
    await alerting.stop()
  })
})
