import type { OutboxEntry } from '../../core/alert/outbox.js'
import type { Outbox, OutboxClaim, OutboxUpdate } from '../../core/store/outbox.js'
import { StoreError } from '../../core/store/store-error.js'
import type { Database, Session } from './connect/database.js'
import { checkLease } from './lease/check-lease.js'
import { addEntries, lockIncidents } from './tables/incident-entries.js'
import { deadEntries, deleteDeadEntries, updateOutbox, waitingEntries } from './tables/outbox.js'

/** A claim of which nothing is heard for so long has ended. Far longer than a message is on its way. */
const CLAIM_LASTS = '2 minutes'

/** The outbox of a history that several hubs share: claims are rows, which end by themselves when their holder is gone. */
export class SharedOutbox implements Outbox {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  claim(claim: OutboxClaim, limit: number): Promise<readonly OutboxEntry[]> {
    const { channel, token } = claim
    return this.#database.write('cannot read the outbox', async (session) => {
      await checkLease(session, claim.lease)
      const taken = await session.change(
        `INSERT INTO outbox_claim VALUES ($1, $2, $3, clock_timestamp() + interval '${CLAIM_LASTS}')
          ON CONFLICT (channel) DO UPDATE SET token = excluded.token, lease = excluded.lease, until = excluded.until
          WHERE outbox_claim.token = excluded.token OR outbox_claim.until < clock_timestamp()
            OR outbox_claim.lease < excluded.lease`,
        [channel, token, claim.lease ?? 0],
      )
      if (taken === 0) throw claimed(claim)
      return await waitingEntries(session, channel, limit)
    })
  }

  async settle(claim: OutboxClaim, update: OutboxUpdate): Promise<void> {
    await this.#database.write('cannot write the outbox', async (session) => {
      await checkLease(session, claim.lease)
      await checkClaim(session, claim)
      await updateOutbox(session, update)
      const { entries = [] } = update
      await lockIncidents(
        session,
        entries.map(({ incidentId }) => incidentId),
      )
      await addEntries(session, entries)
    })
  }

  async release({ channel, token }: OutboxClaim): Promise<void> {
    await this.#database.write('cannot write the outbox', (session) =>
      session.change('DELETE FROM outbox_claim WHERE channel = $1 AND token = $2', [
        channel,
        token,
      ]),
    )
  }

  deadLetters(limit: number): Promise<readonly OutboxEntry[]> {
    return this.#database.read('cannot read the outbox', (session) => deadEntries(session, limit))
  }

  async deleteDeadLetters(seqs: readonly number[]): Promise<void> {
    await this.#database.write('cannot write the outbox', (session) =>
      deleteDeadEntries(session, seqs),
    )
  }
}

/** The claim stays as it is until the transaction is over. */
async function checkClaim(session: Session, claim: OutboxClaim): Promise<void> {
  const [holder] = await session.rows<{ readonly token: string }>(
    `SELECT token FROM outbox_claim WHERE channel = $1 AND (until >= clock_timestamp() OR token = $2) FOR SHARE`,
    [claim.channel, claim.token],
  )
  if (holder && holder.token !== claim.token) throw claimed(claim)
}

function claimed({ channel }: OutboxClaim): StoreError {
  return new StoreError('STORE_CLAIMED', `somebody else delivers over ${channel}`)
}
