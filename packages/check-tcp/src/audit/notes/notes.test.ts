import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  IndependentVerifier,
  Refused,
  verifierLeftOut,
} from '../../../test/audit/independent-verifier.js'
import { temporaryFolder } from '../../../test/cli/temporary-folder.js'
import { leafHash } from '../merkle/tree-hash.js'
import { openCheckpoint, signCheckpoint } from './checkpoint.js'
import { loadOrMakeKey, readVerifierKey } from './log-key.js'
import { formatVerifierKey, openNote, parseVerifierKey } from './signed-note.js'

/** The example of golang.org/x/mod/sumdb/note. */
const VERIFIER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const TEXT = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.
`
const NOTE = `${TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`

describe('a signed note', () => {
  const key = parseVerifierKey(VERIFIER)

  it('of another program is read, and its key written again as it was', () => {
    if (!key) throw new Error('the key was not read')
    expect(openNote(NOTE, key)).toBe(TEXT)
    expect(formatVerifierKey(key)).toBe(VERIFIER)
  })

  it('is not read with any byte of it changed', () => {
    if (!key) throw new Error('the key was not read')
    const bytes = Buffer.from(NOTE)
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(openNote(changed.toString('utf8'), key), `byte ${index}`).not.toBe(TEXT)
    }
  })

  it.each([
    ['no key', ''],
    ['a wrong hash', VERIFIER.replace('c74f', 'c74e')],
    ['another algorithm', VERIFIER.replace('+ARpc', '+Ahpc')],
    ['a short key', VERIFIER.slice(0, -8)],
  ])('has a verifier key, and %s is none', (_what, text) => {
    expect(parseVerifierKey(text)).toBeUndefined()
  })
})

describe("a log's key", () => {
  it('is made once, for its owner alone, and signs checkpoints', () => {
    const folder = mkdtempSync(join(tmpdir(), 'check-tcp-'))
    try {
      const file = join(folder, 'key')
      const made = loadOrMakeKey(file)
      const loaded = loadOrMakeKey(file)
      expect(statSync(file).mode & 0o777).toBe(0o600)
      const text = formatVerifierKey(made.verifier)
      expect(formatVerifierKey(loaded.verifier)).toBe(text)
      const root = leafHash('entry')
      const note = signCheckpoint({ origin: made.verifier.name, size: 1, root }, loaded)
      expect(openCheckpoint(note, made.verifier)).toEqual({
        origin: made.verifier.name,
        size: 1,
        root,
      })
      writeFileSync(file, readFileSync(file, 'utf8').slice(0, -9))
      expect(() => loadOrMakeKey(file)).toThrow(`${file} is not the key of an audit log`)
      writeFileSync(join(folder, 'vkey'), `${text}\n`)
      expect(readVerifierKey(join(folder, 'vkey'))?.name).toBe(made.verifier.name)
      expect(readVerifierKey(text)?.name).toBe(made.verifier.name)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe.skipIf(verifierLeftOut !== '')(`a verifier in Python${verifierLeftOut}`, () => {
  it('reads the note of another program, and no other in its place', async () => {
    await using verifier = new IndependentVerifier()
    expect(await verifier.textOfNote(NOTE, VERIFIER)).toBe(TEXT)
    for (let index = 0; index < NOTE.length; index++) {
      const changed =
        NOTE.slice(0, index) + (NOTE[index] === 'x' ? 'y' : 'x') + NOTE.slice(index + 1)
      await expect(verifier.textOfNote(changed, VERIFIER), changed).rejects.toThrow(Refused)
    }
  })

  it('reads the checkpoints of a log, with its key alone', async () => {
    await using verifier = new IndependentVerifier()
    await using folder = await temporaryFolder()
    const key = loadOrMakeKey(join(folder.path, 'key'))
    const other = loadOrMakeKey(join(folder.path, 'other'))
    const origin = key.verifier.name
    const root = leafHash('entry')
    const note = signCheckpoint({ origin, size: 1, root }, key)
    const text = `${origin}\n1\n${root.toString('base64')}\n`
    expect(await verifier.textOfNote(note, formatVerifierKey(key.verifier))).toBe(text)
    const asked = verifier.textOfNote(note, formatVerifierKey(other.verifier))
    await expect(asked).rejects.toThrow(`not signed by ${other.verifier.name}`)
  })
})
