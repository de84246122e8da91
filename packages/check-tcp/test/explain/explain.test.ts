import { explain } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { listening } from '../support/listening.js'

describe('explain', () => {
  it('ends at once when it is called off, and says so', async () => {
    const target = { host: '127.0.0.1', port: 1 }
    const { reasons } = await explain(target, { signal: AbortSignal.abort() })
    expect(reasons).toMatchObject([{ reason: 'cancelled', fault: 'local', confidence: 'certain' }])
  })

  it('tells of each probe once as it answers, and why where it was not asked', async () => {
    const told: string[] = []
    const { evidence, not_asked } = await explain(
      { host: '127.0.0.1', port: 1 },
      {
        onProbe: ({ probe, because }) =>
          void told.push(because === undefined ? probe : `not ${probe}`),
      },
    )
    const notAsked = not_asked.map(({ probe }) => `not ${probe}`)
    expect(told.toSorted()).toEqual([...Object.keys(evidence), ...notAsked].toSorted())
  })

  it('says of an open port that it is reachable, with the result that a check gives', async () => {
    await using open = await listening()
    const { result, reasons } = await explain({ host: '127.0.0.1', port: open.port })
    expect(result).toMatchObject({ status: 'success', port: open.port })
    expect(reasons).toMatchObject([{ reason: 'reachable', fault: 'none' }])
  })

  it.each([
    [{ deadline: 0 }, /deadline must be a number of seconds from 0\.1 to 600/],
    [{ deadline: Number.NaN }, /deadline must be/],
    [{ address: 'db.test' }, /address must be an IP address, got db\.test/],
  ])('refuses %j', async (options, message) => {
    await expect(explain({ host: '127.0.0.1', port: 1 }, options)).rejects.toThrow(message)
  })

  it('refuses parameters as a check does', async () => {
    await expect(explain({ host: '127.0.0.1', port: 0 })).rejects.toThrow(/`port` must be/)
  })
})
