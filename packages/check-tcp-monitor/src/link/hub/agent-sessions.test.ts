import { beforeEach, describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import type { AgentRecord } from '../../core/link/agent-directory.js'
import { makeAgentKey, signAs } from '../identity/agent-key.js'
import { type SessionClaim, sessionText } from '../identity/session-proof.js'
import { AgentSessions, SESSION_MS } from './agent-sessions.js'

const key = makeAgentKey()
const agent: AgentRecord = { id: 'a1', location: 'fra', publicKey: key.publicKey, enrolledAt: 1 }

describe('sessions of agents', () => {
  let clock: VirtualClock
  let sessions: AgentSessions
  let tokens = 0
  beforeEach(() => {
    clock = new VirtualClock()
    tokens = 0
    sessions = new AgentSessions(clock, () => `token-${++tokens}`)
  })

  const claim = (more: Partial<SessionClaim> = {}): SessionClaim => ({
    agentId: 'a1',
    nonce: sessions.nonce(),
    hub: 'hub.example:9117',
    ...more,
  })
  const open = (made: SessionClaim, by = key, as: AgentRecord | 'nobody' = agent) =>
    sessions.open(as === 'nobody' ? undefined : as, made, signAs(by, sessionText(made)))

  it('are opened for whoever has the key, and known by their token for ten minutes', async () => {
    const token = open(claim()) ?? ''
    expect(sessions.agentOf(token)).toBe(agent)
    expect(sessions.agentOf(`${token}x`)).toBeUndefined()
    await clock.advance(SESSION_MS - 1)
    expect(sessions.agentOf(token)).toBe(agent)
    await clock.advance(1)
    expect(sessions.agentOf(token)).toBeUndefined()
  })

  it('take a nonce once, and only one that they gave within the last minute', async () => {
    const made = claim()
    expect(open(made)).toBeDefined()
    expect(open(made)).toBeUndefined()
    expect(open(claim({ nonce: 'made up' }))).toBeUndefined()
    const late = claim()
    await clock.advance(60_000)
    expect(open(late)).toBeUndefined()
  })

  it('are closed to another key, a revoked agent and a claim that was altered', () => {
    expect(open(claim(), makeAgentKey())).toBeUndefined()
    expect(open(claim(), key, 'nobody')).toBeUndefined()
    expect(open(claim(), key, { ...agent, revokedAt: 5 })).toBeUndefined()
    expect(open(claim(), key, { ...agent, id: 'a2' })).toBeUndefined()
    const made = claim()
    const signature = signAs(key, sessionText(made))
    expect(sessions.open(agent, { ...made, hub: 'other:9117' }, signature)).toBeUndefined()
  })

  it('of one agent there is one: the newest', () => {
    const first = open(claim()) ?? ''
    const second = open(claim()) ?? ''
    expect(sessions.agentOf(first)).toBeUndefined()
    expect(sessions.agentOf(second)).toBe(agent)
    sessions.end('a1')
    expect(sessions.agentOf(second)).toBeUndefined()
  })

  it('remember no more nonces than a flood of requests is allowed to leave', () => {
    const early = claim()
    for (let i = 0; i < 10_000; i++) sessions.nonce()
    expect(open(early)).toBeUndefined()
    expect(open(claim())).toBeDefined()
  })
})
