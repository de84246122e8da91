import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { flagsOfOpen } from '../../../test/audit/open-files.js'
import { temporaryLogFolder } from '../../../test/audit/temporary-log-folder.js'
import { CompactRange } from '../merkle/compact-range.js'
import { leafHash } from '../merkle/tree-hash.js'
import { makeKey } from '../notes/log-key.js'
import { sealBatch } from '../notes/seal.js'
import type { SignerKey } from '../notes/signed-note.js'
import { partName } from './layout.js'
import type { LogFolder } from './log-folder.js'
import { endOfOld, keepOnlyHashes, readOldSegments } from './retention.js'

let folder: LogFolder
let key: SignerKey
beforeEach(async () => {
  folder = temporaryLogFolder()
  key = await makeKey(folder, 'key')
  writeSegments()
})

const DAY_MS = 86_400_000
const DAYS = [1, 5, 9, 13]
const file = (first: number) => join(folder.path, partName('entries', first))

/** Segments of two entries each, two more entries without a seal at the end. */
function writeSegments(): void {
  const range = new CompactRange()
  for (const day of DAYS) {
    const first = range.size
    const lines = [0, 1].map((line) => {
      const time = new Date(day * DAY_MS + line * 60_000).toISOString()
      return `{"kind":"check","time":"${time}"}`
    })
    const sealed = sealBatch(lines, range, key)
    writeFileSync(file(first), `${sealed.join('\n')}\n`, { mode: 0o600 })
  }
}

const endAt = (day: number, days = 4) => endOfOld(folder, { days, nowMs: day * DAY_MS })
const names = () => readdirSync(folder.path).filter((name) => name !== 'key')
const old = (end: number) => readOldSegments(folder, end, key.verifier)
const leaves = (first: number) =>
  Buffer.concat(readFileSync(file(first), 'utf8').trimEnd().split('\n').map(leafHash))

describe('the end of what is old', () => {
  it('is where the first entry of a later segment is old enough itself', async () => {
    expect(await endAt(9 - 1 / DAY_MS)).toBe(0)
    expect(await endAt(9)).toBe(2)
    expect(await endAt(13 - 1 / DAY_MS)).toBe(2)
    expect(await endAt(13)).toBe(4)
    expect(await endAt(1_000)).toBe(6)
    expect(await endAt(1_000, 999)).toBe(0)
  })

  it('is not told by a segment without an entry, nor by hashes', async () => {
    writeFileSync(file(8), '', { mode: 0o600 })
    expect(await endAt(1_000)).toBe(6)
    await keepOnlyHashes(folder, await old(4))
    expect(await endAt(1_000)).toBe(6)
    expect(await endAt(9)).toBe(0)
    // Bytes of hashes may be anything.
    writeFileSync(join(folder.path, partName('hashes', 2)), '{"time":"1970-01-02T00:00:00.000Z"}\n')
    expect(await endAt(9)).toBe(0)
  })

  it('is not told by what is no entry', async () => {
    writeFileSync(file(2), 'x\n')
    expect(await endAt(1_000)).toBe(6)
    writeFileSync(file(6), '{"time":"soon"}\n')
    expect(await endAt(1_000)).toBe(4)
  })
})

describe('segments that go', () => {
  it('are read with their hashes, and hashes stand in for them', async () => {
    const wanted = [0, 2].map((first) => ({ first, hashes: leaves(first) }))
    const segments = await old(4)
    expect(segments).toEqual(wanted)
    await keepOnlyHashes(folder, segments)
    expect(names()).toEqual([
      ...[partName('entries', 4), partName('entries', 6)],
      ...[partName('hashes', 0), partName('hashes', 2)],
    ])
    expect(readFileSync(join(folder.path, partName('hashes', 2)))).toEqual(wanted[1]?.hashes)
    expect(await old(4)).toEqual([])
    expect((await old(6)).map(({ first }) => first)).toEqual([4])
  })

  it('are none where nothing is old, or it is gone already', async () => {
    expect(await old(0)).toEqual([])
    await keepOnlyHashes(folder, await old(4))
    rmSync(file(4))
    expect(await old(4)).toEqual([])
  })

  it.skipIf(process.platform !== 'linux')('are not left open', async () => {
    await endAt(1_000)
    await keepOnlyHashes(folder, await old(4))
    expect(flagsOfOpen(folder.path)).toHaveLength(1)
  })

  it('are those that a writer died over too', async () => {
    const [first, ...more] = await old(4)
    const text = readFileSync(file(0))
    if (first) await keepOnlyHashes(folder, [first])
    // The hashes were there, and the entries not yet gone.
    writeFileSync(file(0), text, { mode: 0o600 })
    expect(await old(4)).toEqual([first, ...more])
  })

  it('stay where somebody changed one of them, or the entry that decides', async () => {
    const edits: [number, string, string][] = [
      [0, 'check', 'chick'],
      [2, 'check', 'chick'],
      [4, '1970-01-10', '1970-01-02'],
      [4, '"seal":"', '"seal":"A'],
      [4, '"seal":"', '"soul":"'],
    ]
    for (const [first, from, to] of edits) {
      const text = readFileSync(file(first), 'utf8')
      writeFileSync(file(first), text.replace(from, to))
      await expect(old(4)).rejects.toThrow(
        "entries before 4 are past their retention time but are not removed, because they are not those that the log's key sealed",
      )
      writeFileSync(file(first), text)
    }
    rmSync(file(4))
    await expect(old(4)).rejects.toThrow('are not removed')
    await expect(old(5)).rejects.toThrow('entries before 5')
  })

  it('stay where the first entry that would be kept is not old enough by the time that is sealed', async () => {
    const at = (ms: number) => readOldSegments(folder, 4, key.verifier, { days: 4, nowMs: ms })
    expect(await at(13 * DAY_MS)).toHaveLength(2)
    await expect(at(13 * DAY_MS - 1)).rejects.toThrow('are not removed')
  })

  it('stay where a hash was changed or is missing', async () => {
    await keepOnlyHashes(folder, await old(2))
    const hashes = join(folder.path, partName('hashes', 0))
    const bytes = readFileSync(hashes)
    writeFileSync(hashes, bytes.subarray(32))
    await expect(old(4)).rejects.toThrow('are not removed')
    writeFileSync(hashes, Buffer.concat([bytes.subarray(32), bytes.subarray(0, 32)]))
    await expect(old(4)).rejects.toThrow('are not removed')
    writeFileSync(hashes, bytes)
    expect(await old(4)).toHaveLength(1)
  })
})
