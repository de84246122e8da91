import { beforeEach, describe, expect, it } from 'vitest'
import { MemoryDirectory } from '../../../../test/support/fleet-parts.js'
import { VirtualClock } from '../../../../test/support/virtual-clock.js'
import type { AgentDirectory } from '../../../core/link/agent-directory.js'
import { fingerprintOf, makeAgentKey } from '../../identity/agent-key.js'
import { auditedDirectory } from './audited-directory.js'

const { publicKey } = makeAgentKey()
const key = fingerprintOf(publicKey)

describe('a directory of agents whose changes are audited', () => {
  let directory: AgentDirectory
  let entries: object[]
  let unrecorded: object[]
  let problem: string | undefined
  let refusal: string | undefined

  beforeEach(() => {
    entries = []
    unrecorded = []
    problem = undefined
    refusal = undefined
    directory = auditedDirectory({
      directory: new MemoryDirectory(),
      clock: new VirtualClock(),
      audit: {
        refusal: () => refusal,
        recordAgent({ what }, onRecorded) {
          if (problem === undefined) entries.push(what)
          onRecorded(problem)
        },
      },
      onUnrecorded: (change) => unrecorded.push(change),
    })
  })

  const invite = () => directory.invite({ location: 'fra', secretHash: 's', until: 100 })
  const enrol = (id: string) => directory.enrol('s', { id, publicKey }, 1)

  it('has an entry for each agent that is let in, replaced, revoked and removed', async () => {
    await invite()
    await enrol('a1')
    await invite()
    await enrol('a2')
    await directory.revoke('fra', 2)
    await invite()
    await directory.revoke('fra', 3)
    await directory.remove('fra')
    const [one, two] = ['a1', 'a2'].map((agent) => ({ location: 'fra', agent, key }))
    expect(entries).toEqual([
      { change: 'invited', location: 'fra' },
      { change: 'enrolled', ...one },
      { change: 'invited', location: 'fra' },
      { change: 'revoked', ...one },
      { change: 'enrolled', ...two },
      { change: 'revoked', ...two },
      { change: 'invited', location: 'fra' },
      { change: 'revoked', location: 'fra' },
    ])
    expect(await enrol('a3')).toBeUndefined()
    expect(entries).toHaveLength(8)
  })

  it('counts a removal as the revocation that it is', async () => {
    await invite()
    await enrol('a1')
    await directory.remove('fra')
    expect(entries.at(-1)).toEqual({ change: 'revoked', location: 'fra', agent: 'a1', key })
  })

  it('lets nobody in of whom nothing can be recorded', async () => {
    await invite()
    refusal = 'no space left'
    const busy = { code: 'LINK_BUSY', message: expect.stringContaining('no space left') }
    await expect(enrol('a1')).rejects.toMatchObject(busy)
    await expect(invite()).rejects.toMatchObject(busy)
    refusal = undefined
    problem = 'no space left'
    await expect(enrol('a1')).rejects.toMatchObject(busy)
    expect(await directory.agent('a1')).toMatchObject({ revokedAt: 1 })
  })

  it('revokes though that cannot be recorded, and says so', async () => {
    await invite()
    await enrol('a1')
    problem = 'no space left'
    expect(await directory.revoke('fra', 2)).toMatchObject({ id: 'a1' })
    expect(unrecorded).toEqual([{ change: 'revoked', location: 'fra', agent: 'a1', key }])
  })
})
