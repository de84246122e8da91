import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Clock } from '../core/clock.js'
import { type ConfigWatch, lookAtFiles, watchConfig } from './watch-config.js'

const realClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  setTimer(ms, fire) {
    const timer = setTimeout(fire, ms)
    return () => clearTimeout(timer)
  },
}

/** A clock whose long timers are fired by hand. */
function handClock() {
  const waiting = new Set<() => void>()
  return {
    ...realClock,
    setTimer(ms: number, fire: () => void) {
      if (ms < 1_000) return realClock.setTimer(ms, fire)
      waiting.add(fire)
      return () => waiting.delete(fire)
    },
    fire() {
      for (const one of [...waiting]) {
        waiting.delete(one)
        one()
      }
    },
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('a watched config', () => {
  let folder: string
  let watching: ConfigWatch | undefined
  let calls = 0
  beforeEach(async () => {
    calls = 0
    folder = await mkdtemp(join(tmpdir(), 'monitor-watch-'))
    await writeFile(join(folder, 'monitor.yaml'), 'a')
  })
  afterEach(async () => {
    watching?.close()
    await rm(folder, { recursive: true })
  })

  async function start(file = join(folder, 'monitor.yaml'), clock: Clock = realClock) {
    watching = watchConfig([file], () => calls++, { clock })
    await pause(50)
  }

  const called = () => expect.poll(() => calls, { timeout: 5_000 }).toBe(1)

  it('tells of a file that is written in several pieces once', async () => {
    await start()
    for (const text of ['b', 'bc', 'bcd']) {
      await writeFile(join(folder, 'monitor.yaml'), text)
      await pause(20)
    }
    await called()
    await pause(400)
    expect(calls).toBe(1)
  })

  it('tells of a file that is replaced by renaming another one over it', async () => {
    await start()
    await writeFile(join(folder, '.monitor.yaml.new'), 'a')
    await rename(join(folder, '.monitor.yaml.new'), join(folder, 'monitor.yaml'))
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
    await start(file)
    await symlink('..2', join(folder, 'map', '..data_tmp'))
    await rename(join(folder, 'map', '..data_tmp'), join(folder, 'map', '..data'))
    await called()
  })

  it('tells of a further YAML file in its folder, and of no other', async () => {
    await start()
    await writeFile(join(folder, 'notes.txt'), 'a')
    await pause(400)
    expect(calls).toBe(0)
    await writeFile(join(folder, 'more.yaml'), 'a')
    await called()
  })

  describe('that was looked at before it was read', () => {
    const startAfter = async (files: readonly string[], write: () => Promise<void>) => {
      const before = await lookAtFiles([join(folder, 'monitor.yaml')], realClock)
      await write()
      watching = watchConfig(files, () => calls++, { clock: realClock, before })
    }

    it('tells of what was written before the watch began', async () => {
      const file = join(folder, 'monitor.yaml')
      await startAfter([file], () => writeFile(file, 'b'))
      await called()
      await pause(400)
      expect(calls).toBe(1)
    })

    it('tells of an included file that was written meanwhile, and of no older one', async () => {
      const [file, more] = [join(folder, 'monitor.yaml'), join(folder, 'below', 'more.yaml')]
      await mkdir(join(folder, 'below'))
      await writeFile(more, 'a')
      await pause(50)
      await startAfter([file, more], async () => {})
      await pause(400)
      expect(calls).toBe(0)
      watching?.close()
      await startAfter([file, more], () => writeFile(more, 'b'))
      await called()
    })
  })

  it('is looked at regularly too, and not after it was closed', async () => {
    const clock = handClock()
    const file = join(folder, 'below', 'monitor.yaml')
    await start(file, clock)
    await mkdir(join(folder, 'below'))
    await writeFile(file, 'a')
    await pause(400)
    expect(calls).toBe(0)
    clock.fire()
    await called()
    watching?.close()
    await writeFile(file, 'b')
    clock.fire()
    await pause(400)
    expect(calls).toBe(1)
  })
})
