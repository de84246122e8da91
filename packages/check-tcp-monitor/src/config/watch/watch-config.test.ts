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
  wallMs = () => Date.now()
  monotonicMs = () => performance.now()

  setTimer(ms: number, fire: () => void) {
    const timer = { ms, fire }
    this.#waiting = timer
    return () => {
      if (this.#waiting === timer) this.#waiting = undefined
    }
  }

  /** Milliseconds of the timer that is set: short after an event, long without, none while the files are looked at. */
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

  async function start(file = join(folder, 'monitor.yaml'), patterns?: readonly string[]) {
    watching = watchConfig(
      [file],
      () => calls.push(readFileSync(join(folder, 'monitor.yaml'), 'utf8')),
      { clock, patterns },
    )
    await idle()
  }

  /** No look is under way. */
  const idle = () => expect.poll(() => clock.pendingMs).toBeDefined()

  /** Writes, and waits until an event of it has brought the next look forward. */
  async function eventAfter(write: () => Promise<void>): Promise<void> {
    await write()
    await expect.poll(() => clock.pendingMs).toBe(200)
  }

  async function look(): Promise<void> {
    clock.fire()
    await idle()
  }

  it('tells of a file that is written in several pieces once', async () => {
    await start()
    for (const text of ['b', 'bc', 'bcd']) {
      await eventAfter(() => writeFile(join(folder, 'monitor.yaml'), text))
    }
    await look()
    // An event that came late brings a look that finds nothing.
    await look()
    expect(calls).toEqual(['bcd'])
  })

  it('tells of another file beside it where the config includes files of such a name, and of no other', async () => {
    await start(join(folder, 'monitor.yaml'), ['checks-*.yaml', 'teams/**'])
    await eventAfter(() => writeFile(join(folder, 'checks-1.yaml'), 'a'))
    await look()
    expect(calls).toEqual(['a'])
    watching?.close()
    await start(join(folder, 'monitor.yaml'), [])
    await eventAfter(() => writeFile(join(folder, 'checks-2.yaml'), 'a'))
    await look()
    await look()
    expect(calls).toEqual(['a'])
  })

  it('tells of a file that is replaced by renaming another one over it', async () => {
    await start()
    await writeFile(join(folder, '.monitor.yaml.new'), 'a')
    await eventAfter(() => rename(join(folder, '.monitor.yaml.new'), join(folder, 'monitor.yaml')))
    await look()
    expect(calls).toEqual(['a'])
  })

  it('tells of a folder that is exchanged by a link, as Kubernetes does', async () => {
    const file = join(folder, 'map', 'monitor.yaml')
    for (const version of ['..1', '..2']) {
      await mkdir(join(folder, 'map', version), { recursive: true })
      await writeFile(join(folder, 'map', version, 'monitor.yaml'), 'a')
    }
    await symlink('..1', join(folder, 'map', '..data'))
    await symlink('..data/monitor.yaml', file)
    await start(file)
    await symlink('..2', join(folder, 'map', '..data_tmp'))
    await eventAfter(() => rename(join(folder, 'map', '..data_tmp'), join(folder, 'map', '..data')))
    await look()
    expect(calls).toEqual(['a'])
  })

  it('tells of a further YAML file in its folder, and of no other', async () => {
    await start()
    await eventAfter(() => writeFile(join(folder, 'notes.txt'), 'a'))
    await look()
    expect(calls).toEqual([])
    await eventAfter(() => writeFile(join(folder, 'more.yaml'), 'a'))
    await look()
    expect(calls).toEqual(['a'])
  })

  it('is looked at once more after what happened while it was looked at', async () => {
    await start()
    await eventAfter(() => writeFile(join(folder, 'monitor.yaml'), 'b'))
    clock.fire()
    await writeFile(join(folder, 'monitor.yaml'), 'bc')
    await idle()
    await expect.poll(() => clock.pendingMs).toBe(200)
    await look()
    expect(calls.at(-1)).toBe('bc')
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
      await idle()
    }

    it('tells of what was written before the watch began', async () => {
      const file = join(folder, 'monitor.yaml')
      await startAfter([file], () => writeFile(file, 'b'))
      await look()
      await look()
      expect(calls).toEqual(['b'])
    })

    it('tells of an included file that was written meanwhile, and of no older one', async () => {
      const [file, more] = [join(folder, 'monitor.yaml'), join(folder, 'below', 'more.yaml')]
      await mkdir(join(folder, 'below'))
      await writeFile(more, 'a')
      await passTime()
      await startAfter([file, more], async () => {})
      await look()
      expect(calls).toEqual([])
      watching?.close()
      await startAfter([file, more], () => writeFile(more, 'b'))
      await look()
      expect(calls).toEqual(['a'])
    })
  })

  it('is looked at regularly too, and not after it was closed', async () => {
    const file = join(folder, 'below', 'monitor.yaml')
    await start(file)
    // No event comes from a folder that is not there yet.
    expect(clock.pendingMs).toBe(10_000)
    await mkdir(join(folder, 'below'))
    await writeFile(file, 'a')
    await look()
    expect(calls).toEqual(['a'])
    watching?.close()
    expect(clock.pendingMs).toBeUndefined()
  })
})
