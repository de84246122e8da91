import { rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/cli/temporary-folder.js'
import { ManualClock } from '../../../test/support/manual-clock.js'
import { systemClock } from '../../core/clock.js'
import { openLedger } from './open-ledger.js'
import { runtimeDirectory } from './runtime-directory.js'

const HOUR_MS = 3_600_000

describe.skipIf(process.platform !== 'linux')('openLedger', () => {
  it('opens one that is shared with all who open it', async () => {
    await using folder = await temporaryFolder()
    const env = { XDG_RUNTIME_DIR: folder.path }
    const [one, other] = [openLedger(systemClock, env), openLedger(systemClock, env)]
    expect([one.unshared, other.unshared]).toEqual([undefined, undefined])
    expect(one.ledger.take('key', HOUR_MS).taken).toBe(true)
    expect(other.ledger.take('key', HOUR_MS).taken).toBe(false)
    expect(other.ledger.take('another key', HOUR_MS).taken).toBe(true)
  })

  it('opens one of its own, and says why, for a clock that nobody else goes by', async () => {
    await using folder = await temporaryFolder()
    const env = { XDG_RUNTIME_DIR: folder.path }
    const clock = new ManualClock()
    const [one, other] = [openLedger(clock, env), openLedger(clock, env)]
    expect(one.unshared).toBe('the clock is one of its own')
    expect(one.ledger.take('key', HOUR_MS).taken).toBe(true)
    expect(one.ledger.take('key', HOUR_MS).taken).toBe(false)
    expect(other.ledger.take('key', HOUR_MS).taken).toBe(true)
  })

  it('opens one of its own, and says why, where there is no folder to share', async () => {
    await using folder = await temporaryFolder()
    const file = await folder.write('file', '')
    const { ledger, unshared } = openLedger(systemClock, { XDG_RUNTIME_DIR: file })
    expect(unshared).toMatch(/file is not a directory$/)
    expect(ledger.take('key', HOUR_MS).taken).toBe(true)
    expect(ledger.take('key', HOUR_MS).taken).toBe(false)
  })

  it("keeps this process's own limit from when the folder can no longer be used, also when it comes back", async () => {
    await using folder = await temporaryFolder()
    const env = { XDG_RUNTIME_DIR: folder.path }
    const { ledger } = openLedger(systemClock, env)
    const directory = runtimeDirectory(env)
    if ('unavailable' in directory) throw new Error(directory.unavailable)
    rmSync(directory.path, { recursive: true, force: true })
    writeFileSync(directory.path, 'no folder')
    expect(ledger.take('key', HOUR_MS).taken).toBe(true)
    expect(ledger.take('key', HOUR_MS).taken).toBe(false)
    rmSync(dirname(directory.path), { recursive: true })
    expect(ledger.take('key', HOUR_MS).taken).toBe(false)
  })
})
