import { mkdir, rm, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/cli/support/temporary-folder.js'
import { ManualClock } from '../../../test/support/manual-clock.js'
import { systemClock } from '../../core/clock.js'
import { openLedger } from './open-ledger.js'

const HOUR_MS = 3_600_000

describe.skipIf(process.platform !== 'linux')('openLedger', () => {
  it('opens one that is shared with all who open it', async () => {
    await using folder = await temporaryFolder()
    const shared = () => ({ path: folder.path })
    const [one, other] = [openLedger(systemClock, shared), openLedger(systemClock, shared)]
    expect([one.unshared, other.unshared]).toEqual([undefined, undefined])
    expect(one.ledger.take('key', HOUR_MS).taken).toBe(true)
    expect(other.ledger.take('key', HOUR_MS).taken).toBe(false)
    expect(other.ledger.take('another key', HOUR_MS).taken).toBe(true)
  })

  it('shares turns among those alone who keep to the same limit', async () => {
    await using folder = await temporaryFolder()
    const { ledger } = openLedger(systemClock, () => ({ path: folder.path }))
    expect(ledger.take('key', HOUR_MS).taken).toBe(true)
    expect(ledger.take('key', HOUR_MS).taken).toBe(false)
    expect(ledger.take('key', 2 * HOUR_MS).taken).toBe(true)
  })

  it('opens one of its own, and says why, for a clock that nobody else goes by', async () => {
    await using folder = await temporaryFolder()
    const shared = () => ({ path: folder.path })
    const clock = new ManualClock()
    const [one, other] = [openLedger(clock, shared), openLedger(clock, shared)]
    expect(one.unshared).toBe('the clock is one of its own')
    expect(one.ledger.take('key', HOUR_MS).taken).toBe(true)
    expect(one.ledger.take('key', HOUR_MS).taken).toBe(false)
    expect(other.ledger.take('key', HOUR_MS).taken).toBe(true)
  })

  it('opens one of its own, and says why, where there is no folder to share', async () => {
    const nowhere = () => ({ unavailable: 'no folder can be made' })
    const { ledger, unshared } = openLedger(systemClock, nowhere)
    expect(unshared).toBe('no folder can be made')
    expect(ledger.take('key', HOUR_MS).taken).toBe(true)
    expect(ledger.take('key', HOUR_MS).taken).toBe(false)
  })

  it("keeps this process's own limit from when the folder can no longer be used, also when it comes back", async () => {
    await using folder = await temporaryFolder()
    const shared = () => ({ path: folder.path })
    const { ledger } = openLedger(systemClock, shared)
    await rm(folder.path, { recursive: true })
    await writeFile(folder.path, 'no folder')
    expect(ledger.take('key', HOUR_MS).taken).toBe(true)
    expect(ledger.take('key', HOUR_MS).taken).toBe(false)
    await rm(folder.path)
    await mkdir(folder.path)
    expect(ledger.take('key', HOUR_MS).taken).toBe(false)
  })
})
