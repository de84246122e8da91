import { describe, expect, it } from 'vitest'
import type { OnRecorded } from '../audit/audit-log.js'
import type { AuditedCheck, AuditedProbe } from '../audit/entries/check-lines.js'
import type { Engine } from '../engine/engine.js'
import { createPolicy } from '../policy/policy.js'
import { createChecker } from './checker.js'

/** An engine whose connections all stand at once, with the peer asked for or with another one. */
function engineWhosePeersAre(kind: 'asked for' | 'others'): Engine {
  return {
    name: 'node',
    connect: (_request, settle) =>
      settle({
        kind: 'connected',
        engine: 'node',
        connectMs: 1,
        sourceAddress: '192.0.2.9',
        sourcePort: 50_000,
        synRetransmits: 0,
        selfConnected: false,
        ...(kind === 'others' ? { misdirected: true } : {}),
      }),
    close: async () => {},
  }
}

describe('a checker', () => {
  it('is made for a policy that wants an audit log only with one, and sends nothing where that refuses', async () => {
    const policy = createPolicy({ rules: [], audit: { directory: 'log' } })
    const engine = engineWhosePeersAre('asked for')
    expect(() => createChecker({ engine, policy })).toThrow(/pass `audit`, opened by `openAuditLog/)
    const recorded: AuditedCheck[] = []
    const audit = {
      missed: 0,
      refusal: () => (recorded.length < 2 ? undefined : 'no space left'),
      recordProbe: (_: AuditedProbe, onRecorded: OnRecorded) => onRecorded(),
      recordAgent: (_: unknown, onRecorded: OnRecorded) => onRecorded(),
      recordAct: (_: unknown, onRecorded: OnRecorded) => onRecorded(),
      record(check: AuditedCheck, onRecorded: OnRecorded) {
        recorded.push(check)
        onRecorded(recorded.length < 2 ? undefined : 'no space left')
      },
      close: async () => {},
    }
    const checker = createChecker({ engine, policy, audit, authorisation: 'ticket 7' })
    const options = { caller: 'web', task: { name: 'nightly' } }
    const check = () => checker.check({ host: '192.0.2.1', port: 80 }, options)
    expect((await check()).status).toBe('success')
    const notAudited = { failure: 'not_audited', fault: 'local', cause: 'no space left' }
    expect(await check()).toMatchObject({ status: 'error', attempts: 1, details: notAudited })
    expect(await check()).toMatchObject({ status: 'error', attempts: 0, details: notAudited })
    const why = { ...options, authorisation: 'ticket 7' }
    expect(recorded).toMatchObject([{ why }, { why, result: { status: 'success' } }])
  })

  it('denies a connection that went to another address than the allowed one', async () => {
    const checker = createChecker({ engine: engineWhosePeersAre('others') })
    const result = await checker.check({ host: '192.0.2.1', port: 80 })
    expect(result).toMatchObject({
      connected: false,
      error: 'Denied by policy',
      details: {
        cause: 'the connection went to another address than the one that was allowed',
      },
    })
  })

  it('asks why before it checks more ports of a host than anybody watches', async () => {
    const engine = engineWhosePeersAre('asked for')
    const failuresOf = async (checker: ReturnType<typeof createChecker>) => {
      const ports = Array.from({ length: 150 }, (_, index) => index + 1)
      const results = ports.map((port) => checker.check({ host: '192.0.2.1', port }))
      return (await Promise.all(results)).filter(({ connected }) => !connected)
    }
    const denied = await failuresOf(createChecker({ engine }))
    expect(denied).toHaveLength(50)
    expect(denied[0]?.details).toMatchObject({
      failure: 'denied_by_policy',
      cause: expect.stringMatching(/^scan guard: more than 100 ports of 192\.0\.2\.1/),
    })
    expect(await failuresOf(createChecker({ engine, authorisation: 'our own host' }))).toEqual([])
    const policy = createPolicy({ rules: [{ allow: { networks: ['192.0.2.0/24'] } }] })
    expect(await failuresOf(createChecker({ engine, policy }))).toEqual([])
  })
})
