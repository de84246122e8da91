import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/cli/support/temporary-folder.js'
import { ManualClock } from '../../../test/support/manual-clock.js'
import { systemClock } from '../../core/clock.js'
import { openSightings } from './open-sightings.js'

const SEEN = { address: '192.0.2.1', port: 80, atMs: 0 }

function sightingNow() {
  return { ...SEEN, atMs: systemClock.monotonicMs() }
}

const onLinux = process.platform === 'linux'

it.skipIf(!onLinux)(
  'shares what is seen in this network, in a folder that is asked for once and only when it is needed',
  async () => {
    await using folder = await temporaryFolder()
    let asked = 0
    const directory = () => {
      asked++
      return { path: folder.path }
    }
    const one = openSightings(systemClock, directory)
    const other = openSightings(systemClock, directory)
    expect(asked).toBe(0)
    one.close()
    const own = sightingNow()
    expect(one.add(own)).toEqual([own])
    expect(one.news(systemClock.monotonicMs())).toEqual([])
    expect(asked).toBe(1)
    expect(other.news(systemClock.monotonicMs())).toMatchObject([
      { address: '192.0.2.1', port: 80 },
    ])
    const network = /\d+/.exec(readlinkSync('/proc/self/ns/net'))?.[0]
    expect(readdirSync(folder.path)).toEqual([`seen-${network}`])
    const open = () => readdirSync('/proc/self/fd').length
    const before = open()
    one.close()
    other.close()
    expect(open()).toBeLessThan(before)
  },
)

it.each([
  ['where there is no folder', () => ({ unavailable: 'nowhere' })],
  ['where the folder is gone', () => ({ path: join('/proc', 'none', 'such') })],
])('counts what this process sees alone %s', (_where, directory) => {
  const [one, other] = [
    openSightings(systemClock, directory),
    openSightings(systemClock, directory),
  ]
  const own = sightingNow()
  expect(one.add(own)).toEqual([own])
  expect(other.news(systemClock.monotonicMs())).toEqual([])
  one.close()
  expect(one.add(own)).toEqual([own])
})

it('counts what this process sees alone by a clock that others do not have', () => {
  const asked: string[] = []
  const sightings = openSightings(new ManualClock(), () => {
    asked.push('folder')
    return { unavailable: 'nowhere' }
  })
  expect(sightings.add(SEEN)).toEqual([SEEN])
  expect(asked).toEqual([])
})
