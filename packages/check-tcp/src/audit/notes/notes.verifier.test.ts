import { describe, expect, it } from 'vitest'
import { NOTE, TEXT, VERIFIER } from '../../../test/audit/sample-note.js'
import {
  IndependentVerifier,
  Refused,
  verifierLeftOut,
} from '../../../test/audit/verifier/independent-verifier.js'
import { temporaryFolder } from '../../../test/cli/support/temporary-folder.js'
import { LogFolder } from '../files/log-folder.js'
import { CompactRange } from '../merkle/compact-range.js'
import { leafHash } from '../merkle/tree-hash.js'
import { signCheckpoint } from './checkpoint.js'
import { makeKey } from './log-key.js'
import { formatVerifierKey } from './signed-note.js'

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
    const opened = LogFolder.open(folder.path, 'write')
    const key = await makeKey(opened, 'key')
    const other = await makeKey(opened, 'other')
    opened.close()
    const range = new CompactRange()
    range.append(leafHash('entry'))
    const tail = { first: 0, offset: 6 }
    const note = signCheckpoint({ range, tail, keep: 'forever', forgotten: undefined }, key)
    const root = range.root().toString('base64')
    expect(await verifier.textOfNote(note, formatVerifierKey(key.verifier))).toBe(
      `${key.verifier.name}\n1\n${root}\ntail 0 6 ${root}\nkeep forever\n`,
    )
    const asked = verifier.textOfNote(note, formatVerifierKey(other.verifier))
    await expect(asked).rejects.toThrow(`not signed by ${other.verifier.name}`)
  })
})
