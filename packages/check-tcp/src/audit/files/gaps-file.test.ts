import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryLogFolder } from '../../../test/audit/temporary-log-folder.js'
import { makeKey } from '../notes/log-key.js'
import { signLine } from '../notes/signed-line.js'
import type { SignerKey } from '../notes/signed-note.js'
import { addGaps, createGaps, readGaps, writeGaps } from './gaps-file.js'
import type { LogFolder } from './log-folder.js'

let folder: LogFolder
let key: SignerKey
beforeEach(async () => {
  folder = temporaryLogFolder()
  key = await makeKey(folder, 'key')
})

const GAP = { lost: 1, refused: 2, since: '2026-01-02T00:00:00.000Z', problem: 'ENOSPC: ü' }
const file = () => join(folder.path, 'gaps')
const found = () => readGaps(folder, key.verifier)

describe('the file of gaps', () => {
  it('has the same size and place whatever stands in it', async () => {
    await createGaps(folder, key)
    const { ino, mode } = statSync(file())
    expect(mode & 0o777).toBe(0o600)
    expect(found()).toBeUndefined()
    for (const gap of [GAP, { ...GAP, problem: '\u0000'.repeat(100_000) }, undefined]) {
      await writeGaps(folder, gap, key)
      expect(statSync(file())).toMatchObject({ ino, size: 4_096 })
      expect(found()).toEqual(gap && { ...gap, problem: gap.problem.slice(0, 500) })
    }
    expect(readdirSync(folder.path).sort()).toEqual(['gaps', 'key'])
  })

  it('is a line of JSON, signed, with spaces behind it', async () => {
    await createGaps(folder, key)
    await writeGaps(folder, GAP, key)
    const head = `check-tcp audit gaps v1\n${key.verifier.name}\n`
    const line = signLine(JSON.stringify(GAP), head, key)
    expect(readFileSync(file(), 'utf8').trimEnd()).toBe(line)
    expect(readFileSync(file(), 'utf8').slice(-3)).toBe('  \n')
  })

  it.each([[{ lost: 1, refused: 0 }], [{ lost: 0, refused: 1 }]])('tells of %o', async (counts) => {
    await createGaps(folder, key)
    await writeGaps(folder, { ...GAP, ...counts }, key)
    expect(found()).toEqual({ ...GAP, ...counts })
  })

  it('is damaged where it is gone, changed, or signed by another', async () => {
    expect(found()).toBe('damaged')
    await createGaps(folder, key)
    await writeGaps(folder, GAP, key)
    const text = readFileSync(file(), 'utf8')
    for (const other of [
      '',
      'x',
      text.replace('"lost":1', '"lost":0'),
      text.slice(1),
      text.trimEnd(),
      `${text} `,
    ]) {
      writeFileSync(file(), other)
      expect(found(), other).toBe('damaged')
    }
    writeFileSync(file(), text)
    expect(found()).toEqual(GAP)
    await writeGaps(folder, GAP, await makeKey(folder, 'other'))
    expect(found()).toBe('damaged')
  })

  it('is not made by noting a gap', async () => {
    await expect(writeGaps(folder, GAP, key)).rejects.toThrow('ENOENT')
  })
})

describe('two gaps', () => {
  it('are one, from the earlier beginning, for the newer reason', () => {
    const other = { lost: 10, refused: 20, since: '2026-01-01T00:00:00.000Z', problem: 'EIO' }
    const both = { lost: 11, refused: 22, since: other.since }
    expect(addGaps(GAP, other)).toEqual({ ...both, problem: 'EIO' })
    expect(addGaps(other, GAP)).toEqual({ ...both, problem: GAP.problem })
    expect(addGaps(GAP, undefined)).toBe(GAP)
    expect(addGaps(undefined, GAP)).toBe(GAP)
    expect(addGaps(undefined, undefined)).toBeUndefined()
  })
})
