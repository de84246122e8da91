import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/cli/support/temporary-folder.js'
import { ManualClock } from '../../../test/support/manual-clock.js'
import { systemClock } from '../../core/clock.js'
import { openSightings } from './open-sightings.js'
import { ScanGuard } from './scan-guard.js'
import { FILE_MS, SharedSightings } from './shared-sightings.js'

const ADDRESS = '192.0.2.1'

const sighting = (port: number, atMs: number, address = ADDRESS) => ({ address, port, atMs })

/** The ports that are reported, in order. */
const ports = (told: readonly { readonly port: number }[]) => told.map(({ port }) => port)

/** Of the files, which are numbered: 9 comes before 10. */
const newestOf = (folder: string) =>
  readdirSync(folder)
    .sort((a, b) => Number(a) - Number(b))
    .at(-1) ?? ''

describe.skipIf(process.platform !== 'linux')('sightings of several processes', () => {
  it('come to everybody in the same order, each once', async () => {
    await using folder = await temporaryFolder()
    const clock = new ManualClock()
    const [one, other] = [folder.path, folder.path].map((path) => new SharedSightings(path, clock))
    const nowMs = clock.monotonicMs()
    expect(one?.news(nowMs)).toEqual([])
    const own = sighting(1, nowMs)
    expect(one?.add(own)).toEqual([own])
    const second = sighting(2, nowMs, '2001:db8::1')
    const both = other?.add(second) ?? []
    expect(ports(both)).toEqual([1, 2])
    expect(both[1]).toBe(second)
    expect(both[0]?.atMs).toBeCloseTo(nowMs, -1)
    expect(other?.news(nowMs)).toEqual([])
    expect(one?.news(nowMs)).toMatchObject([{ address: '2001:db8::1', port: 2 }])
    one?.close()
    expect(ports(one?.news(nowMs) ?? [])).toEqual([1, 2])
    one?.close()
    other?.close()
  })

  it('are forgotten with their files, the newest two of which are there', async () => {
    await using folder = await temporaryFolder()
    const clock = new ManualClock()
    const open = () => new SharedSightings(folder.path, clock)
    const [sightings, late, later, last] = [open(), open(), open(), open()]
    sightings.add(sighting(1, clock.monotonicMs()))
    await clock.advance(FILE_MS)
    expect(ports(sightings.add(sighting(2, clock.monotonicMs())))).toEqual([2])
    expect(ports(late.news(clock.monotonicMs()))).toEqual([1, 2])
    await clock.advance(FILE_MS)
    expect(ports(later.news(clock.monotonicMs()))).toEqual([2])
    expect(readdirSync(folder.path)).toHaveLength(2)
    await clock.advance(2 * FILE_MS)
    expect(ports(last.news(clock.monotonicMs()))).toEqual([])
    expect(readdirSync(folder.path)).toHaveLength(2)
    for (const each of [sightings, late, later, last]) each.close()
  })

  it('are read line by line, whatever else stands there', async () => {
    await using folder = await temporaryFolder()
    const clock = new ManualClock()
    const writer = new SharedSightings(folder.path, clock)
    const reader = new SharedSightings(folder.path, clock)
    const nowMs = clock.monotonicMs()
    writer.add(sighting(1, nowMs))
    const file = join(folder.path, newestOf(folder.path))
    const [line = ''] = readFileSync(file, 'utf8').split('\n')
    appendFileSync(file, `nonsense\n${line.slice(0, 9)}`)
    expect(ports(reader.news(nowMs))).toEqual([1])
    appendFileSync(file, `${line.slice(9)}\n`)
    expect(ports(reader.news(nowMs))).toEqual([1])
    appendFileSync(file, `${line.slice(0, 9)}\n`)
    expect(reader.news(nowMs)).toEqual([])
    expect(ports(reader.add(sighting(2, nowMs)))).toEqual([2])
    // Longer than what is read at once.
    for (let port = 1; port <= 3_000; port++) writer.add(sighting(port, nowMs))
    expect(ports(reader.news(nowMs))).toEqual(Array.from({ length: 3_000 }, (_, at) => at + 1))
    writer.close()
    reader.close()
  })

  it('that cannot be written are an error', async () => {
    await using folder = await temporaryFolder()
    const clock = new ManualClock()
    const sightings = new SharedSightings(folder.path, clock)
    rmSync(folder.path, { recursive: true })
    expect(() => sightings.add(sighting(1, clock.monotonicMs()))).toThrow('ENOENT')
    writeFileSync(folder.path, '')
    expect(() => new SharedSightings(folder.path, clock)).toThrow('not a directory')
    rmSync(folder.path)
    expect(() => new SharedSightings(folder.path, clock)).not.toThrow()
  })
})

describe.skipIf(process.platform !== 'linux')('several scan guards of one person', () => {
  const guardsOf = (path: string, count: number) =>
    Array.from({ length: count }, () => {
      const sightings = openSightings(systemClock, () => ({ path }))
      return new ScanGuard(systemClock, { ports: 10, hosts: 5 }, sightings)
    })
  const address = (text: string, family: 4 | 6 = 4) => ({ text, family })

  it('count the ports of an address together', async () => {
    await using folder = await temporaryFolder()
    const guards = guardsOf(folder.path, 3)
    const denyReasons = Array.from({ length: 30 }, (_, at) =>
      guards[at % 3]?.denyReason(address(ADDRESS), at + 1),
    )
    expect(denyReasons.filter((one) => one === undefined)).toHaveLength(10)
    expect(denyReasons.slice(10).every((one) => one?.includes('10 ports of 192.0.2.1'))).toBe(true)
    // What was let through before is let through again, to each of them.
    for (const guard of guards) expect(guard.denyReason(address(ADDRESS), 1)).toBeUndefined()
    for (const guard of guards) guard.close()
  })

  it('count one that begins later, and addresses in every zone as one', async () => {
    await using folder = await temporaryFolder()
    for (const zone of ['', '%2', '%02', '%eth0', '%eth1']) {
      const [guard] = guardsOf(folder.path, 1)
      for (const port of [1, 2]) {
        expect(guard?.denyReason(address(`fd77::2${zone}`, 6), port)).toBeUndefined()
      }
      guard?.close()
    }
    const [guard] = guardsOf(folder.path, 1)
    const denyReasons = Array.from({ length: 10 }, (_, at) =>
      guard?.denyReason(address(`fd77::2%${at}`, 6), at + 1),
    )
    expect(denyReasons.filter(Boolean)).toEqual([])
    expect(guard?.denyReason(address('fd77::2', 6), 11)).toContain('10 ports of fd77::2 ')
    for (let last = 3; last <= 6; last++) {
      expect(guard?.denyReason(address(`fd77::${last}`, 6), 1)).toBeUndefined()
    }
    expect(guard?.denyReason(address('fd77::7', 6), 1)).toContain('5 addresses')
    guard?.close()
  })

  it('count by themselves where nothing can be shared', async () => {
    for (const directory of [{ unavailable: 'for a test' }, { path: '/proc/nowhere' }]) {
      const [one, other] = [1, 2].map(
        () =>
          new ScanGuard(
            systemClock,
            { ports: 1 },
            openSightings(systemClock, () => directory),
          ),
      )
      expect(one?.denyReason(address(ADDRESS), 1)).toBeUndefined()
      expect(one?.denyReason(address(ADDRESS), 2)).toBeDefined()
      expect(other?.denyReason(address(ADDRESS), 2)).toBeUndefined()
    }
    const clock = new ManualClock()
    const unasked = () => {
      throw new Error('asked')
    }
    expect(openSightings(clock, unasked).news(0)).toEqual([])
  })

  it('stand in the file of their time by the clock that all processes share', async () => {
    await using folder = await temporaryFolder()
    const clock = new ManualClock()
    await clock.advance(5 * FILE_MS)
    const numbers = () => Math.floor(Number(process.hrtime.bigint()) / 1e6 / FILE_MS)
    const before = numbers()
    const startMs = performance.now()
    const sightings = new SharedSightings(folder.path, clock)
    const nowMs = clock.monotonicMs()
    expect(sightings.add(sighting(1, nowMs))).toHaveLength(1)
    sightings.close()
    expect([before, numbers()]).toContain(Number(newestOf(folder.path)))
    const other = new SharedSightings(folder.path, clock)
    // The clocks that were read at the two openings are apart by the time in between.
    const passedMs = performance.now() - startMs
    const atMs = other.news(nowMs)[0]?.atMs
    expect(atMs).toBeGreaterThan(nowMs - passedMs - 1)
    expect(atMs).toBeLessThan(nowMs + 1)
    other.close()
  })

  it('are refused by a file that takes nothing', async () => {
    await using folder = await temporaryFolder()
    const clock = new ManualClock()
    const now = Math.floor(Number(process.hrtime.bigint()) / 1e6 / FILE_MS)
    for (const number of [now - 1, now, now + 1]) {
      symlinkSync('/dev/null', join(folder.path, String(number)))
    }
    const sightings = new SharedSightings(folder.path, clock)
    expect(() => sightings.add(sighting(1, clock.monotonicMs()))).toThrow(
      `${folder.path} takes no entry`,
    )
    sightings.close()
  })
})
