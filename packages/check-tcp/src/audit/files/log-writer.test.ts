import {
  appendFileSync,
  chmodSync,
  constants,
  linkSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { flagsOfOpen } from '../../../test/audit/open-files.js'
import { temporaryLogFolder } from '../../../test/audit/temporary-log-folder.js'
import { AuditLogError } from '../audit-log-error.js'
import { CompactRange } from '../merkle/compact-range.js'
import { leafHash } from '../merkle/tree-hash.js'
import type { Checkpoint } from '../notes/checkpoint.js'
import { makeKey } from '../notes/log-key.js'
import { sealBatch } from '../notes/seal.js'
import type { SignerKey } from '../notes/signed-note.js'
import { partName } from './layout.js'
import type { LogFolder } from './log-folder.js'
import { LogWriter } from './log-writer.js'

let folder: LogFolder
let key: SignerKey
const opened: LogWriter[] = []
beforeEach(async () => {
  folder = temporaryLogFolder()
  key = await makeKey(folder, 'key')
})
afterEach(async () => {
  for (const writer of opened.splice(0)) await writer.close()
  vi.restoreAllMocks()
})

const EMPTY = { range: new CompactRange(), tail: { first: 0, offset: 0 } }

function writerAt(
  { range, tail }: Pick<Checkpoint, 'range' | 'tail'> = EMPTY,
  syncs = true,
): LogWriter {
  const checkpoint = { range, size: range.size, tail } as Checkpoint
  const writer = new LogWriter(folder, key, checkpoint, { segmentBytes: 4_096, syncs })
  opened.push(writer)
  return writer
}

/** Where Node has the calls of all open files: a disk that fails cannot be had otherwise. */
async function handlePrototype(): Promise<FileHandle> {
  const handle = await open(folder.path)
  await handle.close()
  return Object.getPrototypeOf(handle)
}

const stateOf = ({ range, tail }: LogWriter) => ({ range: range.copy(), tail })
const segment = (first = 0) => join(folder.path, partName('entries', first))
const add = (writer: LogWriter, ...lines: string[]) => writer.append(lines)

describe("a log's writer", () => {
  it('goes on after the last whole batch where its file ends at any byte, and cuts off the rest', async () => {
    const range = new CompactRange()
    const batches = [['{"kind":"a"}', '{"kind":"ü"}'], ['{"kind":"c"}']].map((lines) =>
      Buffer.from(`${sealBatch(lines, range, key).join('\n')}\n`),
    )
    const file = Buffer.concat(batches)
    const firstEnd = batches[0]?.length ?? 0
    // Around the ends of lines at every byte, within them at some.
    const isNearEnd = (length: number) => file.subarray(length - 2, length + 2).includes('\n')
    for (let length = 0; length <= file.length; length++) {
      if (!isNearEnd(length) && length % 16 !== 0) continue
      writeFileSync(segment(), file.subarray(0, length), { mode: 0o600 })
      const end = length === file.length ? length : length >= firstEnd ? firstEnd : 0
      const left = file.subarray(0, end).toString('utf8').split('\n').slice(0, -1)
      const writer = writerAt()
      expect((await writer.readOn()).cut, `${length} bytes`).toBe(length - end)
      expect(readFileSync(segment())).toHaveLength(length)
      await add(writer, '{"kind":"next"}')
      const lines = readFileSync(segment(), 'utf8').split('\n').slice(0, -1)
      expect(lines.slice(0, -1)).toEqual(left)
      expect(lines.at(-1)).toMatch(/^\{"kind":"next","seal":"[^"]+"\}$/)
      const expected = new CompactRange()
      for (const line of lines) expected.append(leafHash(line))
      expect(writer.range.root()).toEqual(expected.root())
      expect(writer.tail).toEqual({ first: 0, offset: Buffer.byteLength(`${lines.join('\n')}\n`) })
      await writer.close()
    }
  })

  it('reads what another has written, over files, and tells what it says of keeping', async () => {
    const one = writerAt()
    const other = writerAt()
    expect(await one.readOn()).toEqual({ cut: 0, aboutKeeping: [] })
    const keep = '{"kind":"keep","to":3}'
    const retention = '{"kind":"retention","days":3}'
    await add(one, '{"kind":"check"}', keep, '{"kind":"kept"}')
    const { aboutKeeping } = await other.readOn()
    expect(aboutKeeping.map(String)).toEqual([keep])
    expect(other.range.root()).toEqual(one.range.root())
    await add(other, `{"kind":"check","text":"${'x'.repeat(5_000)}"}`)
    await add(other, retention)
    expect(other.tail.first).toBe(4)
    const sealed = (await one.readOn()).aboutKeeping.map(String)
    expect(sealed).toEqual([expect.stringMatching(/^\{"kind":"retention","days":3,"seal":/)])
    expect(stateOf(one)).toEqual(stateOf(other))
    // From the end of the other's checkpoint.
    const third = writerAt(stateOf(one))
    expect(await third.readOn()).toEqual({ cut: 0, aboutKeeping: [] })
    expect(stateOf(third)).toEqual(stateOf(one))
  })

  it('takes nothing of keeping from lines without a seal', async () => {
    await add(writerAt(), '{"kind":"check"}')
    const planted = '{"kind":"retention","days":3}\n'
    appendFileSync(segment(), planted)
    const writer = writerAt()
    expect(await writer.readOn()).toEqual({ cut: planted.length, aboutKeeping: [] })
    expect(writer.range.size).toBe(1)
    await add(writer, '{"kind":"next"}')
    expect(readFileSync(segment(), 'utf8')).not.toContain('retention')
    expect((await writerAt().readOn()).cut).toBe(0)
  })

  it('writes over a rest that is longer than the next batch, and cuts off what stands behind', async () => {
    await add(writerAt(), '{"kind":"check"}')
    appendFileSync(segment(), `${'x'.repeat(9_000)}\n${'y'.repeat(100)}`)
    const writer = writerAt()
    expect((await writer.readOn()).cut).toBe(9_101)
    await add(writer, '{"kind":"next"}')
    expect(readFileSync(segment(), 'utf8').split('\n')).toEqual([
      expect.stringMatching(/^\{"kind":"check","seal/),
      expect.stringMatching(/^\{"kind":"next","seal/),
      '',
    ])
  })

  it('begins a file that a writer made and did not write to', async () => {
    const one = writerAt()
    await add(one, '{"kind":"check"}')
    writeFileSync(segment(1), '', { mode: 0o600 })
    const writer = writerAt(stateOf(one))
    expect((await writer.readOn()).cut).toBe(0)
    expect(writer.tail).toEqual({ first: 1, offset: 0 })
    await add(writer, '{"kind":"next"}')
    expect(readFileSync(segment(1), 'utf8')).toMatch(/^\{"kind":"next","seal/)
  })

  it.each<[string, () => void, string]>([
    [
      'a seal that its key did not make',
      () => appendFileSync(segment(), '{"a":1,"seal":"x"}\n'),
      `entry 2 (${partName('entries', 0)}) has a seal that its key did not make`,
    ],
    [
      'a copied seal',
      () => {
        const [, seal] = /("seal":"[^"]+"\})/.exec(readFileSync(segment(), 'utf8')) ?? []
        appendFileSync(segment(), `{"a":1,${seal}\n`)
      },
      'entry 2 (',
    ],
    [
      'an entry that was changed',
      () => writeFileSync(segment(), readFileSync(segment(), 'utf8').replace('one', 'two')),
      'entry 1 (',
    ],
    [
      'a file after one that ends without a seal',
      () => {
        appendFileSync(segment(), '{"a":1}\n')
        writeFileSync(segment(3), '', { mode: 0o600 })
      },
      `${partName('entries', 0)} ends without a seal, and ${partName('entries', 3)} follows`,
    ],
    [
      'a file that does not go on',
      () => writeFileSync(segment(3), '', { mode: 0o600 }),
      `${partName('entries', 3)} does not continue after entry 1`,
    ],
    [
      'hashes that stand in for the end',
      () =>
        writeFileSync(join(folder.path, partName('hashes', 2)), Buffer.alloc(32), { mode: 0o600 }),
      `${partName('hashes', 2)} does not continue after entry 1`,
    ],
  ])('refuses %s, and says what to do', async (_what, tamper, told) => {
    await add(writerAt(), '{"kind":"one"}', '{"kind":"three"}')
    tamper()
    const refused = writerAt().readOn()
    await expect(refused).rejects.toBeInstanceOf(AuditLogError)
    await expect(refused).rejects.toThrow(told)
    await expect(refused).rejects.toThrow('Keep the folder as evidence')
    await expect(refused).rejects.toThrow(folder.path)
  })

  it('refuses a file that is shorter than its checkpoint says, or gone', async () => {
    const one = writerAt()
    await add(one, '{"kind":"check"}')
    const { size: bytes } = { size: readFileSync(segment()).length }
    truncateSync(segment(), bytes - 1)
    await expect(writerAt(stateOf(one)).readOn()).rejects.toThrow(
      `has ${bytes - 1} bytes, and its signed checkpoint vouches for ${bytes}`,
    )
    rmSync(segment())
    await expect(writerAt(stateOf(one)).readOn()).rejects.toThrow(
      `${partName('entries', 0)} is missing, and its signed checkpoint ends in that file`,
    )
  })

  it('says how long a file is, and how long it was left, with what is no entry', async () => {
    await add(writerAt(), '{"kind":"check"}')
    appendFileSync(segment(), '{"half')
    const left = statSync(segment()).size
    const writer = writerAt()
    await writer.readOn()
    appendFileSync(segment(), 'x')
    await expect(add(writer, '{"kind":"next"}')).rejects.toThrow(
      `${segment()} has ${left + 1} bytes, and its writer left it with ${left}: somebody else`,
    )
  })

  it('follows a file of just its size by another', async () => {
    await add(writerAt(), '{"kind":""}')
    const textBytes = 4_096 - statSync(segment()).size
    rmSync(segment())
    const writer = writerAt()
    await add(writer, `{"kind":"${'x'.repeat(textBytes)}"}`)
    expect(writer.tail).toEqual({ first: 0, offset: 4_096 })
    await add(writer, '{"kind":"next"}')
    expect(writer.tail.first).toBe(1)
  })

  it('takes back what a write that fails has left, now or with the next one', async () => {
    const handles = await handlePrototype()
    const { write } = handles
    const writer = writerAt()
    await add(writer, '{"kind":"check"}')
    const before = readFileSync(segment(), 'utf8')
    for (const canTruncate of [true, false]) {
      vi.spyOn(handles, 'write').mockImplementationOnce(async function (this: FileHandle, bytes) {
        await Reflect.apply(write, this, [bytes, 0, 10, before.length])
        throw new Error('ENOSPC')
      })
      if (!canTruncate) vi.spyOn(handles, 'truncate').mockRejectedValueOnce(new Error('EIO'))
      await expect(add(writer, '{"kind":"lost"}')).rejects.toThrow('ENOSPC')
      const left = readFileSync(segment(), 'utf8')
      expect(left).toBe(canTruncate ? before : `${before}{"kind":"l`)
      expect(writer.range.size).toBe(1)
    }
    await add(writer, '{"kind":"next"}')
    expect(readFileSync(segment(), 'utf8')).toMatch(/^\{"kind":"check",.*\n\{"kind":"next",.*\n$/)
    expect((await writerAt().readOn()).cut).toBe(0)
  })

  it.skipIf(constants.O_DSYNC === undefined)(
    'asks for what its flag does not put on disk, where it is to be there',
    async () => {
      const datasync = vi.spyOn(await handlePrototype(), 'datasync')
      for (const syncs of [true, false]) {
        await add(writerAt(EMPTY, syncs), '{"kind":"check"}')
        expect(datasync).not.toHaveBeenCalled()
        appendFileSync(segment(), 'x'.repeat(1_000))
        const writer = writerAt(EMPTY, syncs)
        await writer.readOn()
        await add(writer, '{"kind":"cut"}')
        expect(datasync).toHaveBeenCalledTimes(syncs ? 1 : 0)
        datasync.mockClear()
        await writer.sync()
        expect(datasync).toHaveBeenCalledTimes(1)
        datasync.mockClear()
        rmSync(segment())
      }
    },
  )

  it('adds nothing to a file that somebody else wrote to, removed or linked', async () => {
    const tampers: [() => void, string][] = [
      [() => appendFileSync(segment(), 'x'), 'somebody else wrote to it'],
      [() => truncateSync(segment(), 3), 'has 3 bytes, and its writer left it with'],
      [() => rmSync(segment()), 'was removed or got a second name'],
      [() => linkSync(segment(), join(folder.path, 'other')), 'was removed or got a second name'],
    ]
    for (const [tamper, told] of tampers) {
      rmSync(segment(), { force: true })
      const writer = writerAt()
      await add(writer, '{"kind":"check"}')
      tamper()
      await expect(add(writer, '{"kind":"next"}')).rejects.toThrow(told)
      expect(writer.range.size).toBe(1)
    }
  })

  it.skipIf(process.platform !== 'linux')(
    'has each write on the disk when it is done, where it is to be',
    async () => {
      for (const syncs of [true, false]) {
        const writer = writerAt(EMPTY, syncs)
        await writer.readOn()
        await add(writer, '{"kind":"check"}')
        const [flags = 0] = flagsOfOpen(segment())
        expect(flags & constants.O_DSYNC).toBe(syncs ? constants.O_DSYNC : 0)
        await writer.close()
        expect(flagsOfOpen(segment())).toEqual([])
        rmSync(segment())
      }
    },
  )

  it('adds to a file that has something left at its end, though it be full', async () => {
    const writer = writerAt()
    await add(writer, `{"kind":"${'x'.repeat(4_100)}"}`)
    appendFileSync(segment(), '{"half')
    expect((await writer.readOn()).cut).toBe(6)
    await add(writer, '{"kind":"cut"}')
    expect(writer.tail.first).toBe(0)
    await add(writer, '{"kind":"next"}')
    expect(writer.tail.first).toBe(2)
  })

  it('names the file of an entry that it refuses, among several', async () => {
    const writer = writerAt()
    for (let entry = 0; entry < 4; entry++) await add(writer, `{"kind":"${'x'.repeat(4_100)}"}`)
    const changed = readFileSync(segment(2), 'utf8').replace('xx', 'xy')
    writeFileSync(segment(2), changed)
    await expect(writerAt().readOn()).rejects.toThrow(`entry 2 (${partName('entries', 2)})`)
  })

  it('says what the system says of a file that it cannot open', async () => {
    const one = writerAt()
    await add(one, '{"kind":"check"}')
    chmodSync(segment(), 0o666)
    await expect(writerAt(stateOf(one)).readOn()).rejects.toThrow('others may write to')
  })
})
