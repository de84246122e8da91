import type { AuditLog } from 'check-tcp'
import type { AgentDirectory, AgentRecord } from '../../../core/link/agent-directory.js'
import { LinkError } from '../../../core/link/agent-link.js'
import type { Clock } from '../../../core/time/clock.js'
import { fingerprintOf } from '../../identity/agent-key.js'

type AgentChange = Parameters<AuditLog['recordAgent']>[0]['what']

interface AuditedParts {
  readonly directory: AgentDirectory
  readonly audit: Pick<AuditLog, 'refusal' | 'recordAgent'>
  readonly clock: Clock
  /** A revocation counts, though the log cannot be written. */
  readonly onUnrecorded: (change: AgentChange, problem: string) => void
}

/**
 * A directory whose every change stands in the audit log. Nobody is let in whom a log that has to be written cannot name; a revocation
 * counts at once, whatever becomes of the log.
 *
 * Besides what a directory rejects with: `LinkError` LINK_BUSY where the log cannot be written.
 */
export function auditedDirectory(parts: AuditedParts): AgentDirectory {
  const { directory, audit, clock, onUnrecorded } = parts
  const record = (what: AgentChange) =>
    new Promise<string | undefined>((resolve) => {
      audit.recordAgent({ what, wallMs: clock.wallMs() }, resolve)
    })
  const recordRevoked = async (what: Omit<AgentChange, 'change'>) => {
    const change = { change: 'revoked', ...what } as const
    const problem = await record(change)
    if (problem !== undefined) onUnrecorded(change, problem)
  }
  const admit = (problem: string | undefined) => {
    if (problem === undefined) return
    throw new LinkError('LINK_BUSY', `the audit log of the hub cannot be written: ${problem}`)
  }
  const active = async () =>
    (await directory.agents()).filter(({ revokedAt }) => revokedAt === undefined)

  return {
    agents: () => directory.agents(),
    agent: (id) => directory.agent(id),
    async invite(enrolment) {
      admit(audit.refusal())
      await directory.invite(enrolment)
      admit(await record({ change: 'invited', location: enrolment.location }))
    },
    async enrol(secretHash, agent, now) {
      admit(audit.refusal())
      const before = await active()
      const enrolled = await directory.enrol(secretHash, agent, now)
      if (!enrolled) return undefined
      const { location } = enrolled
      for (const each of before) if (each.location === location) await recordRevoked(nameOf(each))
      const problem = await record({ change: 'enrolled', ...nameOf(enrolled) })
      if (problem !== undefined) await directory.revoke(location, now)
      admit(problem)
      return enrolled
    },
    async revoke(location, now) {
      const revoked = await directory.revoke(location, now)
      if (revoked !== undefined)
        await recordRevoked(revoked === 'invitation' ? { location } : nameOf(revoked))
      return revoked
    },
    async remove(location) {
      const before = await active()
      const isRemoved = await directory.remove(location)
      for (const each of before) if (each.location === location) await recordRevoked(nameOf(each))
      return isRemoved
    },
  }
}

function nameOf({ id, location, publicKey }: AgentRecord) {
  return { location, agent: id, key: fingerprintOf(publicKey) }
}
