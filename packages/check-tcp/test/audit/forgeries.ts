import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CompactRange } from '../../src/audit/merkle/compact-range.js'
import { signCheckpoint } from '../../src/audit/notes/checkpoint.js'
import { sealBatch } from '../../src/audit/notes/seal.js'
import { formatVerifierKey, type SignerKey } from '../../src/audit/notes/signed-note.js'
import { keepHashes, linesOf, records, restore, segments } from './log-files.js'
import { editLines, type Spoils } from './tampering.js'

const DAY_MS = 86_400_000

/** What a thief of the key has. */
interface Loot extends Spoils {
  readonly key: SignerKey
}

/** Everything that somebody may do who can write to the folder and has stolen the key: only a checkpoint from outside tells. */
export const FORGERIES: Readonly<Record<string, (loot: Loot) => void>> = {
  'truncate the log': (loot) => {
    const { directory, random } = loot
    const files = records(directory)
    const keep = Math.floor(random() * files.length)
    for (const file of files.slice(keep + 1)) rmSync(join(directory, file))
    const last = join(directory, files[keep] ?? '')
    const bytes = readFileSync(last)
    const cut = last.endsWith('.ndjson')
      ? bytes.lastIndexOf(10, Math.floor(random() * (bytes.length - 1))) + 1
      : 32 * Math.floor((random() * bytes.length) / 32)
    truncateSync(last, cut)
    resign(loot)
  },
  'restamp all entries': (loot) => {
    const shiftMs = 1_000 + Math.floor(loot.random() * DAY_MS)
    for (const name of segments(loot.directory)) {
      const file = join(loot.directory, name)
      const lines = linesOf(readFileSync(file)).map((line) =>
        line.replace(/"time":"([^"]+)"/, (_, time) => {
          return `"time":"${new Date(Date.parse(time) + shiftMs).toISOString()}"`
        }),
      )
      writeFileSync(file, `${lines.join('\n')}\n`)
    }
    resign(loot)
  },
  'forge an entry': (loot) => {
    editLines(loot, (lines, index) => {
      lines[index] = (lines[index] ?? '').replace(/"pid":\d+/, '"pid":1')
    })
    resign(loot)
  },
  'remove an entry': (loot) => {
    editLines(loot, (lines, index) => lines.splice(index, 1))
    resign(loot)
  },
  'sign all with a key of their own': (loot) => {
    editLines(loot, (lines, index) => lines.splice(index, 1))
    writeFileSync(
      join(loot.directory, 'verifier-key'),
      `${formatVerifierKey(loot.ownKey.verifier)}\n`,
    )
    resign({ ...loot, key: loot.ownKey })
  },
  'go on from an old copy': (loot) => {
    const { directory, old, random } = loot
    restore(directory, old)
    const file = join(directory, segments(directory).at(-1) ?? '')
    const [line = ''] = linesOf(readFileSync(file))
    const more = Array.from({ length: 1 + Math.floor(random() * 200) }, (_, index) =>
      line.replace(/"pid":\d+/, `"pid":${index}`),
    )
    writeFileSync(file, `${[...linesOf(readFileSync(file)), ...more].join('\n')}\n`)
    resign(loot)
  },
  'remove entries that are not old': (loot) => {
    keepHashes(loot.directory, segments(loot.directory)[0] ?? '')
    resign(loot)
  },
}

/** Makes everything fit again: file names, seals, tree, checkpoint. */
function resign({ directory, key }: Loot): void {
  const range = new CompactRange()
  let tail = { first: 0, offset: 0 }
  for (const name of records(directory)) {
    const path = join(directory, name)
    let bytes: Buffer = readFileSync(path)
    const first = range.size
    if (name.startsWith('entries-')) {
      const lines = linesOf(bytes).map((line) => line.replace(/,"seal":"[^"]*"\}$/, '}'))
      bytes = Buffer.from(`${sealBatch(lines, range, key).join('\n')}\n`)
      tail = { first, offset: bytes.length }
    } else {
      for (let at = 0; at + 32 <= bytes.length; at += 32) range.append(bytes.subarray(at, at + 32))
    }
    rmSync(path)
    const renamed = name.replace(/\d+/, String(first).padStart(16, '0'))
    writeFileSync(join(directory, renamed), bytes, { mode: 0o600 })
  }
  const note = signCheckpoint({ range, tail, keep: 30, forgotten: undefined }, key)
  writeFileSync(join(directory, 'checkpoint'), note)
}
