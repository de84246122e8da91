import { randomUUID } from 'node:crypto'
import type { NewOutboxEntry, OutboxEntry } from '../../core/alert/outbox.js'
import type { Router } from '../../core/alert/router.js'
import type { Log } from '../../core/log.js'
import type { Remembered } from '../../core/store/history-queries.js'
import type { Outbox, OutboxClaim } from '../../core/store/outbox.js'
import { stateKeyText } from '../../core/store/state-key.js'
import type { Store } from '../../core/store/store.js'
import { notificationKey, readNotificationState } from '../../core/stored-notification.js'
import type { Clock } from '../../core/time/clock.js'
import type { Incident } from '../../core/wire/incident.js'

/** Of one channel that has left, at a time. */
const MAX_NOTICES = 1_000

interface RerouteOptions {
  readonly store: Pick<Store, 'commit' | 'outbox' | 'queries'>
  readonly clock: Clock
  readonly log: Log
}

/** The channels that exist, and which notices go to each. */
interface Present {
  readonly channels: ReadonlySet<string>
  readonly router: Pick<Router, 'route'>
}

/** All that was still to go over channels that have left the config. */
export async function rerouteAllOrphans(present: Present, options: RerouteOptions): Promise<void> {
  const remembered = await options.store.queries.remembered()
  const orphans = remembered.outbox.filter(({ channel }) => !present.channels.has(channel))
  if (orphans.length > 0) await reroute(orphans, remembered, present, options)
}

/** Notices made for channels removed from the config while it was being changed; the names of those are known. */
export async function rerouteOrphansOf(
  gone: Iterable<string>,
  present: Present,
  options: RerouteOptions,
): Promise<void> {
  const { store } = options
  const orphans: OutboxEntry[] = []
  for (const channel of gone) {
    const entries = await claimed(channel, store.outbox, (claim) =>
      store.outbox.claim(claim, MAX_NOTICES),
    )
    orphans.push(...entries)
  }
  if (orphans.length > 0) await reroute(orphans, await store.queries.remembered(), present, options)
}

/**
 * Notices of channels that have left the config are dead letters. An incident that is still open, and of which no channel of
 * the config was notified, is announced as it is now over those that there are.
 */
async function reroute(
  orphans: readonly OutboxEntry[],
  remembered: Remembered,
  present: Present,
  { store, clock, log }: RerouteOptions,
): Promise<void> {
  const open = new Map(remembered.openIncidents.map((incident) => [incident.id, incident]))
  const outbox: NewOutboxEntry[] = []
  const newest = new Map(orphans.map((entry) => [entry.notice.incident.id, entry]))
  for (const [id, { channel, notice }] of newest) {
    const incident = open.get(id)
    const known =
      incident && notifiedChannels(incident, remembered).some((name) => present.channels.has(name))
    const again =
      incident && !known
        ? present.router.route({ ...notice, kind: 'opened', at: clock.wallMs(), incident }, {})
            .entries
        : []
    outbox.push(...again)
    const facts = { incident: id, channel }
    if (again.length > 0) {
      log.warn(facts, 'an incident is sent again because its channel was removed from the config')
    } else log.error(facts, 'a notice is given up because its channel was removed from the config')
  }
  // First the new ones: if the process dies between the two they are sent twice, and never not at all.
  if (outbox.length > 0) await store.commit({ observations: [], outbox })
  const error = 'its channel was removed from the config'
  for (const channel of new Set(orphans.map((entry) => entry.channel))) {
    const own = orphans.filter((entry) => entry.channel === channel)
    const seqs = own.map(({ seq }) => seq)
    const update = { kind: 'dead', seqs, at: clock.wallMs(), error } as const
    await claimed(channel, store.outbox, (claim) => store.outbox.settle(claim, update))
  }
}

/** Does something for which no dispatcher may deliver over the channel. */
async function claimed<T>(
  channel: string,
  outbox: Outbox,
  work: (claim: OutboxClaim) => Promise<T>,
): Promise<T> {
  const claim = { channel, token: randomUUID() }
  try {
    return await work(claim)
  } finally {
    await outbox.release(claim)
  }
}

/** The channels that were notified of an open incident, or are about to be. */
function notifiedChannels(incident: Incident, { states }: Remembered): readonly string[] {
  const wanted = stateKeyText(notificationKey(incident))
  const stored = states.find((each) => stateKeyText(each) === wanted)?.state
  return Object.keys(readNotificationState(stored).lastNotifiedAt)
}
