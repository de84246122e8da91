import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Clock } from '../../core/time/clock.js'
import { type ConfigWatch, lookAtFiles, watchConfig } from './watch-config.js'

/** Wall time as it is; what is set is fired by hand. */
class HandClock implements Clock {
  #waiting: { readonly ms: number; readonly fire: () => void } | undefined
  /** How many timers were set. */
  timers = 0
  wallMs = () => Date.now()
  monotonicMs = () => performance.now()

  setTimer(ms: number, fire: () => void) {
    const timer = { ms, fire }
    this.#waiting = timer
    this.timers++
    return () => {
      if (this.#waiting === timer) this.#waiting = undefined
    }
  }

  /** Milliseconds of the timer that is set: short ones look at the files after an event, long ones without. */
  get pendingMs(): number | undefined {
    return this.#waiting?.ms
  }

  fire(): void {
    const timer = this.#waiting
    this.#waiting = undefined
    timer?.fire()
  }
}

/** Linux marks files with the time of its last timer interrupt, so what comes after this is younger. */
const passTime = () => new Promise((resolve) => setTimeout(resolve, 50))

describe('a watched config', () => {
  let folder: string
  let watching: ConfigWatch | undefined
  let clock = new HandClock()
  /** What stood in the config at each call. */
  let calls: string[] = []
  beforeEach(async () => {
    calls = []
    clock = new HandClock()
    folder = await mkdtemp(join(tmpdir(), 'monitor-watch-'))
    await writeFile(join(folder, 'monitor.yaml'), 'a')
  })
  afterEach(async () => {
    watching?.close()
    await rm(folder, { recursive: true })
  })

  function start(file = join(folder, 'monitor.yaml')) {
    watching = watchConfig(
      [file],
      () => calls.push(readFileSync(join(folder, 'monitor.yaml'), 'utf8')),
      { clock },
    )
  }

  /** Writes, and waits for the event that this brings: it sets the short timer again. */
  async function eventAfter(write: () => Promise<void>): Promise<void> {
    const before = clock.timers
    await write()
    await expect.poll(() => clock.timers > before && clock.pendingMs).toBe(200)
  }

  const called = (times = 1) => expect.poll(() => calls.length).toBe(times)

  /** Makes a change that is noticed after every look before it: `before` is what those may have called with. */
  async function expectCalls(before: readonly string[]): Promise<void> {
    // In one piece: a look that is still under way would see a file that is written as two changes.
    await eventAfter(async () => {
      await writeFile(join(folder, '.monitor.yaml.new'), 'once more')
      await rename(join(folder, '.monitor.yaml.new'), join(folder, 'monitor.yaml'))
    })
    clock.fire()
    await expect.poll(() => calls).toContain('once more')
    // A look that was under way may have taken it for two changes.
    expect(calls.filter((text) => text !== 'once more')).toEqual(before)
  }

  it('tells of a file that is written in several pieces once', async () => {
    start()
    for (const text of ['b', 'bc', 'bcd']) {
      await eventAfter(() => writeFile(join(folder, 'monitor.yaml'), text))
    }
    clock.fire()
    await called()
    await expectCalls(['bcd'])
  })

  it('tells of a file that is replaced by renaming another one over it', async () => {
    start()
    await writeFile(join(folder, '.monitor.yaml.new'), 'a')
    await eventAfter(() => rename(join(folder, '.monitor.yaml.new'), join(folder, 'monitor.yaml')))
    clock.fire()
    await called()
  })

  it('tells of a folder that is exchanged by a link, as Kubernetes does', async () => {
    const file = join(folder, 'map', 'monitor.yaml')
    for (const version of ['..1', '..2']) {
      await mkdir(join(folder, 'map', version), { recursive: true })
      await writeFile(join(folder, 'map', version, 'monitor.yaml'), 'a')
    }
    await symlink('..1', join(folder, 'map', '..data'))
    await symlink('..data/monitor.yaml', file)
    start(file)
    await symlink('..2', join(folder, 'map', '..data_tmp'))
    await eventAfter(() => rename(join(folder, 'map', '..data_tmp'), join(folder, 'map', '..data')))
    clock.fire()
    await called()
  })

  it('tells of a further YAML file in its folder, and of no other', async () => {
    start()
    await eventAfter(() => writeFile(join(folder, 'notes.txt'), 'a'))
    clock.fire()
    await writeFile(join(folder, 'more.yaml'), 'a')
    // The look before may have come late enough to see it.
    clock.fire()
    await called()
    await expectCalls(['a'])
  })

  describe('that was looked at before it was read', () => {
    const startAfter = async (files: readonly string[], write: () => Promise<void>) => {
      const before = await lookAtFiles([join(folder, 'monitor.yaml')], clock)
      await write()
      watching = watchConfig(
        files,
        () => calls.push(readFileSync(join(folder, 'monitor.yaml'), 'utf8')),
        { clock, before },
      )
    }

    it('tells of what was written before the watch began', async () => {
      const file = join(folder, 'monitor.yaml')
      await startAfter([file], () => writeFile(file, 'b'))
      clock.fire()
      await called()
      await expectCalls(['b'])
    })

    it('tells of an included file that was written meanwhile, and of no older one', async () => {
      const [file, more] = [join(folder, 'monitor.yaml'), join(folder, 'below', 'more.yaml')]
      await mkdir(join(folder, 'below'))
      await writeFile(more, 'a')
      await passTime()
      await startAfter([file, more], async () => {})
      clock.fire()
      await expectCalls([])
      watching?.close()
      const before = calls.length
      await startAfter([file, more], () => writeFile(more, 'b'))
      clock.fire()
      await called(before + 1)
    })
  })

  it('is looked at regularly too, and not after it was closed', async () => {
    const file = join(folder, 'below', 'monitor.yaml')
    start(file)
    // No event comes from a folder that is not there yet.
    expect(clock.pendingMs).toBe(10_000)
    await mkdir(join(folder, 'below'))
    await writeFile(file, 'a')
    clock.fire()
    await called()
    watching?.close()
    expect(clock.pendingMs).toBeUndefined()
  })
})
