import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepHashes } from '../../test/audit/log-files.js'
import { WrittenLog } from '../../test/audit/written-log.js'
import { parseVerifierKey, type VerifierKey } from './notes/signed-note.js'
import { type VerifyOptions, verifyLog } from './verify-log.js'

let log: WrittenLog
let since: string
let key: VerifierKey | undefined
beforeEach(async () => {
  log = await WrittenLog.make()
  await log.write(30)
  since = log.text('checkpoint')
  key = parseVerifierKey(log.text('verifier-key'))
})
afterEach(() => log[Symbol.asyncDispose]())

const verify = (options: Partial<VerifyOptions> = {}) =>
  verifyLog({ directory: log.directory, ...options })
const findings = async (options?: Partial<VerifyOptions>) => (await verify(options)).findings
const segments = () => log.names('entries-')
const edit = (name: string, from: string | RegExp, to: string) =>
  writeFileSync(log.file(name), log.text(name).replace(from, to))

describe('a log that is verified', () => {
  it('is told as it is', async () => {
    const { root, ...rest } = await verify({ since, key, keep: 'forever' })
    expect(root).toBe(since.split('\n')[2])
    expect(rest).toEqual({
      ...{ findings: [], entries: 30, removed: 0, vouchedFor: 30, since: 30, isOwnKey: false },
      keyName: key?.name,
      ...{ forgotten: undefined, unsealed: undefined, unfinishedBytes: 0, gap: undefined },
    })
    expect(await verify()).toMatchObject({ findings: [], isOwnKey: true, since: undefined })
  })

  it('is vouched for by its seals beyond its newest checkpoint', async () => {
    await log.write(5)
    writeFileSync(log.file('checkpoint'), since)
    const { findings, entries, vouchedFor, root } = await verify({ since, key })
    expect({ findings, entries, vouchedFor }).toEqual({ findings: [], entries: 35, vouchedFor: 30 })
    expect(root).not.toBe(since.split('\n')[2])
  })

  it('may have no entries yet', async () => {
    await using empty = await WrittenLog.make()
    await empty.write(0)
    const { findings, entries, unsealed } = await verifyLog({ directory: empty.directory })
    expect({ findings, entries, unsealed }).toEqual({
      findings: [],
      entries: 0,
      unsealed: undefined,
    })
  })

  it('has lines without a seal at its end told apart from its entries', async () => {
    const last = segments().at(-1) ?? ''
    appendFileSync(log.file(last), '{"planted":1}\nnot readable\n{"half')
    const { findings, entries, unsealed, unfinishedBytes, root } = await verify({ since, key })
    expect({ findings, entries, unsealed, unfinishedBytes }).toEqual({
      ...{ findings: [], entries: 30, unfinishedBytes: 6 },
      unsealed: { lines: 2, from: 30, file: last },
    })
    expect(root).toBe(since.split('\n')[2])
  })

  it('is none where nothing is there, unless a checkpoint says that there was', async () => {
    const told = `there is no audit log in ${log.directory}`
    rmSync(log.directory, { recursive: true })
    await expect(verify()).rejects.toThrow(told)
    mkdirSync(log.directory)
    await expect(verify()).rejects.toThrow(told)
    expect(await findings({ since, key })).toEqual([
      'verifier-key of the log is missing or damaged',
      'checkpoint is missing: a log has one from its beginning, so it was removed',
      'gaps is missing or damaged: how many checks the log does not have is not known',
      'the checkpoint from outside vouches for 30 entries, and there are 0',
      'the log is older than the checkpoint from outside: its own checkpoint has no entries, that one 30',
    ])
  })

  it.each(['checkpoint', 'verifier-key'])('is there while its %s is', async (name) => {
    for (const other of log.names()) if (other !== name) rmSync(log.file(other))
    expect(await findings()).not.toEqual([])
  })

  it('of an older version is not verified', async () => {
    writeFileSync(log.file('tail.json'), '{}')
    await expect(verify()).rejects.toThrow('is of an older version (it has tail.json)')
  })
})

describe('a log that somebody tampered with', () => {
  it('is found by each of what vouches for it', async () => {
    const [first = ''] = segments()
    edit(first, '"port":1,', '"port":9,')
    expect(await findings({ since, key })).toEqual([
      "the first 30 entries are not those that the log's own checkpoint vouches for",
      'the first 30 entries are not those that the checkpoint from outside vouches for',
      `the seal of entry 0 (${first}) does not fit: entry 0 was changed, added or removed, by somebody without the log's key`,
    ])
  })

  it('has the entry named whose seal does not fit', async () => {
    const [, second = ''] = segments()
    const index = Number(/\d+/.exec(second)?.[0])
    edit(second, '{"kind":"check"', '{"kind":"chock"')
    expect(await findings()).toContainEqual(
      expect.stringMatching(
        `^the seal of entry ${index} \\(${second}\\) does not fit: entry ${index} was`,
      ),
    )
    edit(second, /,"seal":"[^"]+"\}\n/, '}\n')
    expect(await findings()).toContainEqual(
      expect.stringMatching(
        `^the seal of entry ${index + 1} \\(${second}\\) does not fit: one of the entries ${index} to ${index + 1} was`,
      ),
    )
  })

  it('has a checkpoint that is missing or not signed told', async () => {
    rmSync(log.file('checkpoint'))
    expect(await verify({ key })).toMatchObject({
      ...{ entries: 30, vouchedFor: 0, unsealed: undefined },
      findings: [expect.stringContaining('checkpoint is missing')],
    })
    writeFileSync(log.file('checkpoint'), since.replace('\n30\n', '\n29\n'))
    expect(await findings({ key })).toEqual([
      `the log's own checkpoint is damaged, or not signed by ${key?.name}`,
    ])
    writeFileSync(log.file('checkpoint'), since)
    expect(await findings({ key, since: since.replace('\n30\n', '\n29\n') })).toEqual([
      `the checkpoint from outside is not signed by ${key?.name}`,
    ])
  })

  it('has a public key that was put in the place of another told, under a key from outside too', async () => {
    await using other = await WrittenLog.make()
    await other.write(0)
    writeFileSync(log.file('verifier-key'), other.text('verifier-key'))
    expect(await findings({ since, key })).toEqual([
      expect.stringMatching(
        /^verifier-key of the log is not the key from outside: somebody replaced it/,
      ),
    ])
    expect((await findings()).length).toBeGreaterThan(2)
    rmSync(log.file('verifier-key'))
    expect(await findings({ since, key })).toEqual([
      'verifier-key of the log is missing or damaged',
    ])
    const { keyName, entries, findings: told } = await verify({ since })
    expect({ keyName, entries }).toEqual({ keyName: undefined, entries: 30 })
    expect(told).toEqual(['verifier-key of the log is missing or damaged'])
  })

  it('is found to be an old copy', async () => {
    const putBack = log.keepAll()
    await log.write(5)
    const newer = log.text('checkpoint')
    putBack()
    expect(await findings()).toEqual([])
    expect(await findings({ since: newer })).toEqual([
      'the checkpoint from outside vouches for 35 entries, and there are 30',
      'the log is older than the checkpoint from outside: its own checkpoint has 30 entries, that one 35',
    ])
  })

  it('is found to be shorter than its checkpoints', async () => {
    const last = segments().at(-1) ?? ''
    const lines = log.text(last).split('\n').slice(0, -2)
    writeFileSync(log.file(last), `${lines.join('\n')}\n`)
    expect(await findings({ since })).toEqual([
      "the log's own checkpoint vouches for 30 entries, and there are 29",
      'the checkpoint from outside vouches for 30 entries, and there are 29',
    ])
  })

  it('is found where its last entries stand in another file than its checkpoint says', async () => {
    const [last = '', before = ''] = [...segments()].reverse()
    appendFileSync(log.file(before), readFileSync(log.file(last)))
    const { length } = readFileSync(log.file(last))
    rmSync(log.file(last))
    expect(await findings({ since })).toEqual([
      `the log's own checkpoint ends after ${length} bytes of ${last}, and its entries there have 0`,
    ])
  })

  it.each<[string, () => void, RegExp]>([
    [
      'a file is missing',
      () => rmSync(log.file(segments()[1] ?? '')),
      /^entries \d+ to \d+ are missing \(before entries-\d+\.ndjson\)$/,
    ],
    [
      'entries are there twice',
      () => {
        const [first = '', second = ''] = segments()
        const line = log.text(first).split('\n')[0] ?? ''
        appendFileSync(log.file(first), `${line}\n`)
        expect(second).not.toBe('')
      },
      /^entries \d+ to \d+ are there twice \(before entries-\d+\.ndjson\)$/,
    ],
    [
      'a file ends within an entry',
      () => appendFileSync(log.file(segments()[0] ?? ''), '{"half'),
      /^entries-0+\.ndjson ends in the middle of an entry$/,
    ],
    [
      'hashes end within one',
      () => {
        keepHashes(log.directory, segments()[0] ?? '')
        appendFileSync(log.file(log.names('hashes-')[0] ?? ''), 'x')
      },
      /^hashes-0+\.sha256 ends in the middle of a hash$/,
    ],
    [
      'an entry cannot be read',
      () => edit(segments()[0] ?? '', '"kind"', '"kin"'),
      /^entry 0 \(entries-0+\.ndjson\) is not readable$/,
    ],
    [
      'hashes stand in for entries',
      () => keepHashes(log.directory, segments()[0] ?? ''),
      /^entries 0 to \d+ are gone \(hashes-0+\.sha256 remains\), and no signed checkpoint says that the log removed them$/,
    ],
    ['the gaps are gone', () => rmSync(log.file('gaps')), /^gaps is missing or damaged: how many/],
  ])('is found where %s', async (_what, tamper, told) => {
    tamper()
    expect(await findings({ since, key })).toContainEqual(expect.stringMatching(told))
  })
})
