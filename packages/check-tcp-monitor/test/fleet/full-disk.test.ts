import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { RunningFleet } from './running-fleet.js'

const isRoot = process.getuid?.() === 0 && process.platform === 'linux'

/** Longer than an agent may be silent. */
const LOST_MS = 30_000

/** A disk of its own for the hub, which can be filled. */
function smallDisk(place: string) {
  mkdirSync(place)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', place])
  const ballast = join(place, 'ballast')
  return {
    fill() {
      const file = openSync(ballast, 'w')
      try {
        for (;;) writeSync(file, Buffer.alloc(4_096))
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' })
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(ballast),
    [Symbol.dispose]: () => void execFileSync('umount', ['-l', place]),
  }
}

describe.skipIf(!isRoot)(
  `a hub whose disk is full${isRoot ? '' : ' (left out: it needs root on Linux)'}`,
  () => {
    it('says that it cannot store, hears its agents all the same, and stores what they kept when there is room', async () => {
      await using fleet = await RunningFleet.create()
      using disk = smallDisk(join(fleet.folder, 'hub'))
      const open = await fleet.serve()
      // So many that what they find soon takes more room than the history has left of its own.
      const names = ['web', ...Array.from({ length: 40 }, (_, number) => `web_${number}`)]
      const parameters = `{ host: 127.0.0.1, port: ${open.port} }`
      await fleet.startHub(
        names.map(
          (name) => `- { name: ${name}, plugin: check_tcp_connection, parameters: ${parameters} }`,
        ),
      )
      for (const location of ['fra', 'nyc', 'ams']) await fleet.startAgent(location)
      await expect.poll(() => fleet.said('web')).toEqual({ fra: 'up', nyc: 'up', ams: 'up' })
      disk.fill()
      const problem = () => fleet.hub?.monitor.figures().storeProblem
      await expect.poll(() => problem() ?? '').toContain('disk is full')
      const since = Date.now()
      const seenAt = async () => {
        const { json } = await fleet.ask('/api/v1/locations')
        const { locations } = json as { locations: { seen_at: string }[] }
        return Math.min(...locations.map(({ seen_at }) => Date.parse(seen_at)))
      }
      const long = { timeout: 120_000, interval: 500 }
      await expect.poll(seenAt, long).toBeGreaterThan(since + LOST_MS + 15_000)
      expect(problem()).toContain('disk is full')
      expect(fleet.said('web')).toEqual({ fra: 'up', nyc: 'up', ams: 'up' })
      expect(fleet.status('web')?.verdict).toBe('up')
      expect(fleet.hub?.monitor.openIncidents()).toEqual([])
      await open.close()
      await expect.poll(() => fleet.status('web')?.verdict, long).toBe('down')
      disk.free()
      await expect.poll(problem, long).toBeUndefined()
      await expect
        .poll(async () => {
          const page = await fleet.hub?.store.queries.results({ checkId: 'web', limit: 1_000 })
          const at = (page?.results ?? []).map((each) => each.at)
          return at.some((each) => each > since && each < since + LOST_MS)
        }, long)
        .toBe(true)
      // Its disk goes with it.
      await fleet.stopHub()
    })
  },
)
