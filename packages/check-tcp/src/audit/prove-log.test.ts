import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WrittenLog } from '../../test/audit/written-log.js'
import { proveEntry, proveGrowth } from './prove-log.js'

let log: WrittenLog
beforeEach(async () => {
  log = await WrittenLog.make()
  await log.write(3)
})
afterEach(() => log[Symbol.asyncDispose]())

const entry = (index: number) => proveEntry(log.directory, index)
const growth = (since: string) => proveGrowth(log.directory, since)

describe('a proof', () => {
  it('has the entry, its path and the checkpoint as it was signed', async () => {
    const { index, entry: line, path, checkpoint, note } = await entry(1)
    expect({ index, size: checkpoint.size, path: path.length }).toEqual({
      index: 1,
      size: 3,
      path: 2,
    })
    expect(line).toBe(log.text(log.names('entries-')[0] ?? '').split('\n')[1])
    expect(note).toBe(log.text('checkpoint'))
  })

  it('is not made of what no checkpoint vouches for', async () => {
    appendFileSync(log.file(log.names('entries-')[0] ?? ''), '{"planted":1}\n')
    await expect(entry(3)).rejects.toThrow(
      'entry 3 is not vouched for: the newest checkpoint is of the first 3 entries',
    )
  })

  it('of growth begins at a checkpoint of the log', async () => {
    const since = log.text('checkpoint')
    await log.write(2)
    expect(await growth(since)).toMatchObject({ from: { size: 3 }, checkpoint: { size: 5 } })
    const newer = log.text('checkpoint')
    await expect(growth('x')).rejects.toThrow('that is not a checkpoint of any entries')
    await using other = await WrittenLog.make()
    await other.write(0)
    await expect(growth(other.text('checkpoint'))).rejects.toThrow('is not a checkpoint of any')
    await other.write(3)
    const told = 'the log is not one that has grown from that checkpoint of 3 entries'
    await expect(growth(other.text('checkpoint'))).rejects.toThrow(told)
    writeFileSync(log.file('checkpoint'), since)
    await expect(growth(newer)).rejects.toThrow('from that checkpoint of 5 entries')
  })

  it('is not made where the log is not as it was', async () => {
    const since = log.text('checkpoint')
    const file = log.file(log.names('entries-')[0] ?? '')
    const text = log.text(log.names('entries-')[0] ?? '')
    const told = 'the entries are not those of the newest checkpoint: see audit verify'
    writeFileSync(file, text.replace('"port":1', '"port":9'))
    await expect(entry(1)).rejects.toThrow(told)
    writeFileSync(file, text.split('\n').slice(1).join('\n'))
    await expect(entry(1)).rejects.toThrow(told)
    writeFileSync(file, text)
    writeFileSync(log.file('entries-0000000000000009.ndjson'), '')
    await expect(entry(1)).rejects.toThrow('entries 3 to 8 are missing')
    rmSync(log.file('entries-0000000000000009.ndjson'))
    writeFileSync(log.file('checkpoint'), 'x')
    await expect(entry(1)).rejects.toThrow(
      `the checkpoint of the log in ${log.directory} is damaged`,
    )
    rmSync(log.file('checkpoint'))
    await expect(entry(1)).rejects.toThrow(`there is no checkpoint in ${log.directory}`)
    rmSync(log.directory, { recursive: true })
    await expect(growth(since)).rejects.toThrow(`there is no audit log in ${log.directory}`)
  })
})
