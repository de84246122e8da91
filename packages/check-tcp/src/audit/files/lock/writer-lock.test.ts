import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryLogFolder } from '../../../../test/audit/temporary-log-folder.js'
import { ManualClock } from '../../../../test/support/manual-clock.js'
import { systemClock } from '../../../core/clock.js'
import { AuditLogError } from '../../audit-log-error.js'
import type { LogFolder } from '../log-folder.js'
import { WriterLock } from './writer-lock.js'

let folder: LogFolder
beforeEach(() => {
  folder = temporaryLogFolder()
})

describe("the writer's lock", () => {
  it('lets one do its work at a time, and each say whether another was there', async () => {
    let inside = 0
    let most = 0
    const locks = [1, 2, 3, 4].map(() => new WriterLock(folder, systemClock))
    const work = async (isFresh: boolean) => {
      most = Math.max(most, ++inside)
      await new Promise((resolve) => setImmediate(resolve))
      inside--
      return isFresh
    }
    const turns = locks.map(async (lock) => {
      for (let turn = 0; turn < 20; turn++) await lock.run(work)
    })
    await Promise.all(turns)
    expect(most).toBe(1)
    const [first, second] = locks
    await first?.run(work)
    expect(await first?.run(work)).toBe(false)
    expect(await second?.run(work)).toBe(true)
    expect(await first?.run(work)).toBe(true)
    for (const lock of locks) lock.release()
    expect(readdirSync(folder.path)).toEqual([])
  })

  it('is passed on where its holder does its work to the end, or fails', async () => {
    const [holder, other] = [1, 2].map(() => new WriterLock(folder, systemClock))
    const events: string[] = []
    let finish = () => {}
    const working = new Promise<void>((resolve) => {
      finish = resolve
    })
    const failing = holder?.run(async () => {
      events.push('begins')
      await working
      events.push('fails')
      throw new Error('no space')
    })
    while (events.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const waiting = other?.run(async () => events.push('is next'))
    finish()
    await expect(failing).rejects.toThrow('no space')
    await waiting
    expect(events).toEqual(['begins', 'fails', 'is next'])
    other?.release()
    other?.release()
    expect(readdirSync(folder.path)).toEqual([])
  })

  it('looks at its own sockets alone', async () => {
    for (const name of ['writer-1-ab.new', 'writer', 'key'])
      writeFileSync(join(folder.path, name), '')
    const lock = new WriterLock(folder, systemClock)
    expect(await lock.run(async (isFresh) => isFresh)).toBe(true)
    lock.release()
    expect(readdirSync(folder.path)).toEqual(['key', 'writer', 'writer-1-ab.new'])
  })

  it('is free as soon as its holder is killed', async () => {
    const holder = spawn(
      process.execPath,
      [
        '-e',
        `const { createServer } = require('node:net')
      const { renameSync } = require('node:fs')
      const name = 'writer-' + process.pid + '-abc'
      createServer(() => console.log('wanted')).listen(name + '.new', () => {
        renameSync(name + '.new', name)
        console.log('held')
      })`,
      ],
      { cwd: folder.path, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await once(holder.stdout, 'data')
    const lock = new WriterLock(folder, systemClock)
    let isMine = false
    const running = lock.run(async () => {
      isMine = true
    })
    await once(holder.stdout, 'data')
    expect(isMine).toBe(false)
    holder.kill('SIGKILL')
    await running
    expect(isMine).toBe(true)
    expect(readdirSync(folder.path)).toHaveLength(1)
    lock.release()
  })

  it('is given up where its holder does not let go for ten seconds', async () => {
    const clock = new ManualClock()
    await clock.advance(5_000)
    const holder = new WriterLock(folder, clock)
    const { busy, finish } = await heldBy(holder)
    let problem: unknown
    new WriterLock(folder, clock)
      .run(async () => {})
      .catch((error) => {
        problem = error
      })
    await clock.advance(9_999)
    expect(problem).toBeUndefined()
    await clock.advance(1)
    while (problem === undefined) await clock.advance(0)
    expect(problem).toEqual(
      new AuditLogError(
        `the audit log in ${folder.path} is held by process ${process.pid}, which does not release it`,
      ),
    )
    finish()
    await busy
    holder.release()
  })

  it('is left to others for 2 ms by the process that let go for them, and by nobody else', async () => {
    const clock = new ManualClock()
    const [holder, other] = [new WriterLock(folder, clock), new WriterLock(folder, systemClock)]
    holder.release()
    await holder.run(async () => {})
    holder.release()
    const { busy, finish } = await heldBy(holder)
    const waiting = other.run(async () => {})
    finish()
    await busy
    await waiting
    other.release()
    let isMine = false
    const again = holder.run(async () => {
      isMine = true
    })
    await clock.advance(1)
    await clock.advance(0.9)
    expect(isMine).toBe(false)
    await clock.advance(0.1)
    await again
    holder.release()
  })
})

/** The lock in use, until `finish` is called. */
async function heldBy(lock: WriterLock) {
  let busy: Promise<void> | undefined
  const finish = await new Promise<() => void>((begun) => {
    busy = lock.run(() => new Promise((finish) => begun(finish)))
  })
  return { busy, finish }
}
