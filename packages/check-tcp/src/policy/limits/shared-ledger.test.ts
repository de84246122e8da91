import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../../test/support/manual-clock.js'
import { SharedLedger } from './shared-ledger.js'

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'check-tcp-ledger-'))
  folders.push(folder)
  return folder
}

describe('SharedLedger', () => {
  it('gives a turn to one of those who share a folder, and the next when it is due', async () => {
    const clock = new ManualClock()
    const folder = newFolder()
    const [one, other] = [new SharedLedger(folder, clock), new SharedLedger(folder, clock)]
    expect(one.take('key', 1e6).taken).toBe(true)
    const refused = other.take('key', 1e6)
    expect(refused.taken).toBe(false)
    // The two began at moments some microseconds apart.
    expect(refused.freeAtMs).toBeGreaterThan(1e6 - 1_000)
    await clock.advance(1.1e6)
    expect(other.take('key', 1e6).taken).toBe(true)
    expect(one.take('key', 1e6).taken).toBe(false)
    expect(one.take('another key', 1e6).taken).toBe(true)
  })

  it('gives as many turns as the rate allows where they come close together', async () => {
    const clock = new ManualClock()
    const ledger = new SharedLedger(newFolder(), clock)
    let turns = 0
    for (let ms = 0; ms < 1_000; ms++) {
      while (ledger.take('key', 0.1).taken) turns++
      await clock.advance(1)
    }
    expect(turns).toBeGreaterThan(9_800)
    expect(turns).toBeLessThanOrEqual(10_000)
  })

  it('leaves a handful of entries, and clears away limits that are used no more', async () => {
    const clock = new ManualClock()
    const folder = newFolder()
    const ledger = new SharedLedger(folder, clock)
    for (let turn = 0; turn < 50; turn++) {
      expect(ledger.take('key', 10).taken).toBe(true)
      await clock.advance(10)
    }
    const [limit = ''] = readdirSync(folder)
    expect(readdirSync(join(folder, limit)).length).toBeLessThanOrEqual(5)
    for (let host = 0; host < 2_000; host++) {
      ledger.take(`host ${host}`, 10)
      if (host % 100 === 0) await clock.advance(100)
    }
    expect(readdirSync(folder).length).toBeLessThan(1_000)
  })

  it('keeps the pace among processes that are killed while they take turns', async () => {
    const folder = newFolder()
    const module = new URL('../../../dist/policy/limits/shared-ledger.js', import.meta.url)
    // Each writes the monotonic time of every turn that it takes, as fast as it can.
    const program = `
      import { SharedLedger } from ${JSON.stringify(module.href)}
      const clock = { monotonicMs: () => performance.now() }
      const ledger = new SharedLedger(${JSON.stringify(folder)}, clock)
      for (;;) {
        if (!ledger.take('key', 10).taken) continue
        if (process.stdout.write(String(Number(process.hrtime.bigint()) / 1e6) + '\\n')) continue
        await new Promise((resolve) => process.stdout.once('drain', resolve))
      }`
    const times: number[] = []
    const startTaker = () => {
      const args = ['--input-type=module', '-e', program]
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      let text = ''
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      return {
        wrote: once(child.stdout, 'data'),
        async kill() {
          child.kill('SIGKILL')
          await once(child, 'close')
          // The last line may have been cut off.
          times.push(...text.split('\n').slice(0, -1).map(Number))
        },
      }
    }
    for (let round = 0; round < 5; round++) {
      const takers = Array.from({ length: 3 }, startTaker)
      await Promise.race(takers.map(({ wrote }) => wrote))
      for (const taker of takers) await taker.kill()
    }
    times.sort((a, b) => a - b)
    const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0)
    expect(times.length).toBeGreaterThan(5)
    // One more at the beginning, and what a turn may be late.
    expect(times.length).toBeLessThanOrEqual(spanMs / 10 + 2)
  })
})
