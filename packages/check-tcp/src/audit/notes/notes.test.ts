import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { NOTE, TEXT, VERIFIER } from '../../../test/audit/sample-note.js'
import { temporaryLogFolder } from '../../../test/audit/temporary-log-folder.js'
import type { LogFolder } from '../files/log-folder.js'
import { CompactRange } from '../merkle/compact-range.js'
import { EMPTY_ROOT, leafHash } from '../merkle/tree-hash.js'
import { keepOf, openCheckpoint, readUnproven, signCheckpoint } from './checkpoint.js'
import { makeKey, readKey, readVerifierKey } from './log-key.js'
import {
  formatVerifierKey,
  openNote,
  parseVerifierKey,
  signNote,
  verifierKey,
} from './signed-note.js'

const base64 = (hash: Buffer) => hash.toString('base64')

describe('a signed note', () => {
  const theKey = () => {
    const key = parseVerifierKey(VERIFIER)
    if (!key) throw new Error('the key was not read')
    return key
  }

  it('of another program is read, and its key written again as it was', () => {
    const key = theKey()
    expect(openNote(NOTE, key)).toBe(TEXT)
    expect(formatVerifierKey(key)).toBe(VERIFIER)
  })

  it('is not read with any byte of it changed', () => {
    const key = theKey()
    const bytes = Buffer.from(NOTE)
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(openNote(changed.toString('utf8'), key), `byte ${index}`).not.toBe(TEXT)
    }
  })

  it('is of the key by all of its signatures, in one spelling', async () => {
    const key = theKey()
    const [signature = ''] = NOTE.split('\n').slice(-2)
    expect(openNote(`${NOTE}${signature}\n— other AAAA\n`, key)).toBe(TEXT)
    const wrong = `— ${key.name} ${base64(Buffer.concat([key.id, Buffer.alloc(64)]))}`
    for (const note of [
      `${NOTE}${wrong}\n`,
      NOTE.replace('AM=\n', 'AN=\n'),
      NOTE.replace('AM=\n', 'AM= \n'),
      NOTE.replace('\n— ', '\nx— '),
      NOTE.replace('\n— ', '\n'),
    ]) {
      expect(openNote(note, key), note).toBeUndefined()
    }
  })

  it('ends with a line feed', () => {
    expect(openNote(NOTE.slice(0, -1), theKey())).toBeUndefined()
  })

  it.each([
    ['no key', ''],
    ['a wrong hash', VERIFIER.replace('c74f', 'c74e')],
    ['another algorithm', VERIFIER.replace('+ARpc', '+Ahpc')],
    ['a short key', VERIFIER.slice(0, -8)],
    ['more than a key', `${VERIFIER}AAAA`],
    ['another spelling', `${VERIFIER}=`],
    ['a word before it', `x ${VERIFIER}`],
  ])('has a verifier key, and %s is none', (_what, text) => {
    expect(parseVerifierKey(text)).toBeUndefined()
  })
})

describe("a log's key", () => {
  let folder: LogFolder
  beforeEach(() => {
    folder = temporaryLogFolder()
  })

  it('is made for its owner alone, and read again as it was', async () => {
    expect(readKey(folder, 'key')).toBeUndefined()
    const made = await makeKey(folder, 'key')
    expect(readdirSync(folder.path)).toEqual(['key'])
    expect(statSync(join(folder.path, 'key')).mode & 0o777).toBe(0o600)
    const text = formatVerifierKey(made.verifier)
    const read = readKey(folder, 'key')
    expect(read && formatVerifierKey(read.verifier)).toBe(text)
    writeFileSync(join(folder.path, 'vkey'), `${text}\n`)
    expect(readVerifierKey(join(folder.path, 'vkey'))?.name).toBe(made.verifier.name)
    expect(readVerifierKey(text)?.name).toBe(made.verifier.name)
    expect(readVerifierKey('nothing of the kind')).toBeUndefined()
    expect(() => readVerifierKey(folder.path)).toThrow('EISDIR')
  })

  it('has the name of its machine, in which nothing divides it from what follows', async () => {
    const nameFor = async (host: string) => (await makeKey(folder, 'key', host)).verifier.name
    expect(await nameFor('db 1+2')).toMatch(/^db-1-2\/check-tcp-audit\/[0-9a-f]{8}$/)
    expect(await nameFor('')).toMatch(/^localhost\/check-tcp-audit\/[0-9a-f]{8}$/)
  })

  it('has a name, which is one word', async () => {
    const { publicKey } = (await makeKey(folder, 'key')).verifier
    for (const name of ['', 'two words', 'ends ', 'a+b']) {
      const text = formatVerifierKey(verifierKey(name, publicKey))
      expect(parseVerifierKey(text), text).toBeUndefined()
    }
    expect(parseVerifierKey(formatVerifierKey(verifierKey('word', publicKey)))?.name).toBe('word')
  })

  it('signs a note of whatever text, which is not looked at', async () => {
    const key = await makeKey(folder, 'key')
    for (const text of ['\n', 'a\n\nb\n', signNote('a\n', key)]) {
      expect(openNote(signNote(text, key), key.verifier), text).toBe(text)
    }
    expect(openNote(signNote('', key), key.verifier)).toBeUndefined()
  })

  it('is not read where its file is another', async () => {
    const made = await makeKey(folder, 'key')
    const { name } = made.verifier
    const text = readFileSync(join(folder.path, 'key'), 'utf8')
    for (const other of [
      ...['', 'x', text.slice(0, -9), `x${text}`, `${text.trim()}x`, `${text.trim()}=`],
      ...[text.replace('PRIVATE+KEY+', ''), text.replace('KEY', 'kEY')],
      ...[text.replace('+', ' '), text.replace(name, `${name}x`)],
      text.replace(
        /[^+]+$/,
        Buffer.concat([Buffer.from([2]), Buffer.alloc(32)]).toString('base64'),
      ),
    ]) {
      writeFileSync(join(folder.path, 'key'), other)
      expect(() => readKey(folder, 'key'), other).toThrow(
        `${join(folder.path, 'key')} is not the key of an audit log`,
      )
    }
  })

  it('signs checkpoints that others can verify', async () => {
    const key = await makeKey(folder, 'key')
    const range = new CompactRange()
    const { name } = key.verifier
    const checkpoint = { range, tail: { first: 0, offset: 0 }, forgotten: undefined } as const
    const empty = signCheckpoint({ ...checkpoint, keep: 'forever' }, key)
    expect(openNote(empty, key.verifier)).toBe(
      `${name}\n0\n${base64(EMPTY_ROOT)}\ntail 0 0\nkeep forever\n`,
    )
    for (const entry of ['a', 'b', 'c']) range.append(leafHash(entry))
    const roots = range.roots.map(base64).join(' ')
    const forgotten = {
      first: 2,
      days: 30,
      time: '2026-02-01T00:00:00.000Z',
      who: '{"user":"a b"}',
    }
    const whole = { range, tail: { first: 2, offset: 70 }, keep: 30, forgotten }
    const note = signCheckpoint(whole, key)
    expect(openNote(note, key.verifier)).toBe(
      `${name}\n3\n${base64(range.root())}\ntail 2 70 ${roots}\nkeep 30\nforgotten 2 30 2026-02-01T00:00:00.000Z {"user":"a b"}\n`,
    )
    const read = { ...whole, origin: name, size: 3, root: range.root() }
    expect(openCheckpoint(note, key.verifier)).toEqual(read)
    expect(readUnproven(note)).toEqual(read)
    expect(openCheckpoint(empty, key.verifier)).toMatchObject({ size: 0, keep: 'forever' })
    expect(openCheckpoint(note, (await makeKey(folder, 'other')).verifier)).toBeUndefined()
    expect(readUnproven(note.replace('\n\n', '\n'))).toBeUndefined()
  })

  it('signs nothing that is not a checkpoint and is taken for one', async () => {
    const key = await makeKey(folder, 'key')
    const { name } = key.verifier
    const range = new CompactRange()
    range.append(leafHash('a'))
    const [root = ''] = range.roots.map(base64)
    const rest = `${root}\ntail 0 7 ${root}\nkeep 30\n`
    const good = `${name}\n1\n${rest}`
    const isRead = (text: string) => openCheckpoint(signNote(text, key), key.verifier) !== undefined
    expect(isRead(good)).toBe(true)
    expect(isRead(`${good}word of a newer version\n`)).toBe(true)
    const forgotten = (text: string) => `${good}forgotten ${text}\n`
    expect(isRead(forgotten('1 30 2026-02-01T00:00:00Z {}'))).toBe(true)
    expect(isRead(good.replace('tail 0', 'tail 1'))).toBe(true)
    const read = readUnproven(
      `${forgotten('123456789012345 30 2026-02-01T00:00:00Z {"a": "b c"}')}\n`,
    )
    expect(read?.forgotten).toMatchObject({ first: 123_456_789_012_345, who: '{"a": "b c"}' })
    expect(readUnproven(good)).toBeUndefined()
    expect(keepOf(undefined)).toBe('forever')
    expect(keepOf(7)).toBe(7)
    expect(isRead(good.replace('tail', `tailor 9 9\ntail`))).toBe(true)
    const short = base64(Buffer.alloc(3))
    const nothing = `${name}\n0\n${base64(EMPTY_ROOT)}\ntail 0 0\nkeep 30\n`
    expect(isRead(nothing)).toBe(true)
    for (const entry of ['b', 'c']) range.append(leafHash(entry))
    const three = `${name}\n3\n${base64(range.root())}\ntail 0 7 ${range.roots.map(base64).join(' ')}\nkeep 30\n`
    expect(isRead(three)).toBe(true)
    for (const text of [
      nothing.replace('\n0\n', '\nx\n'),
      three.replace('\nkeep', '=\nkeep'),
      good.replaceAll(root, short),
      good.replace(name, 'another'),
      good.replace(name, ''),
      good.replace('\n1\n', '\n3\n'),
      good.replace('\n1\n', '\n01\n'),
      good.replace('\n1\n', '\n-1\n'),
      good.replace(`\n${root}\n`, `\n${Buffer.alloc(32).toString('base64')}\n`),
      good.replace('tail 0 7', 'tail 2 7'),
      good.replace('tail 0 7', 'tail x 7'),
      good.replace('tail 0 7', 'tail 0 x'),
      good.replace('tail 0 7', 'tai 0 7'),
      good.replace(`7 ${root}`, '7'),
      good.replace(`7 ${root}`, `7 ${root} ${root}`),
      good.replace(`7 ${root}`, `7 ${root}=`),
      good.replace('keep 30', 'keep'),
      good.replace('keep 30', 'keep ever'),
      good.replace('keep 30\n', ''),
      good.replace('tail 0 7', `tail 0 7${' '.repeat(2)}`),
      good.replace('\n1\n', '\n1e0\n'),
      good.replace('\n1\n', '\n1000000000000000\n'),
      good.replace('keep 30', 'keep 030'),
      forgotten('1 30 2026-02-01T00:00:00Z '),
      forgotten('1 30 {}'),
      forgotten('x 30 2026-02-01T00:00:00Z {}'),
      forgotten('1 x 2026-02-01T00:00:00Z {}'),
      forgotten('01 30 2026-02-01T00:00:00Z {}'),
      forgotten('1 030 2026-02-01T00:00:00Z {}'),
      forgotten('1 30 yesterday {}'),
      forgotten('1 30 2026-02-01T00:00:00Z'),
      forgotten('x1 30 2026-02-01T00:00:00Z {}'),
    ]) {
      expect(isRead(text), text).toBe(false)
    }
  })
})
