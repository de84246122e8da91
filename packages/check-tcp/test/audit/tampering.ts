import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { CompactRange } from '../../src/audit/merkle/compact-range.js'
import { sealBatch } from '../../src/audit/notes/seal.js'
import type { SignerKey } from '../../src/audit/notes/signed-note.js'
import { formatVerifierKey } from '../../src/audit/notes/signed-note.js'
import { type Files, keepHashes, linesOf, pick, records, restore, segments } from './log-files.js'

/** Where the log that is tampered with lies, and what the tamperer has besides. */
export interface Spoils {
  readonly directory: string
  /** The log as it was some time ago. */
  readonly old: Files
  /** A key, though not the log's. */
  readonly ownKey: SignerKey
  readonly random: () => number
}

/** Something that is done to a log. A function that it returns is called after the next honest writer, to do more. */
type Tampering = (spoils: Spoils) => unknown

const RETENTION =
  '{"kind":"retention","time":"2026-03-01T00:00:00.000Z","who":{"user":"root","host":"h","pid":1,"program":"p"},"days":30,"kept_from":1000}'
const PLANTED =
  '{"kind":"check","time":"2026-02-12T00:00:00.000Z","who":{"user":"mallory","host":"h","pid":1,"program":"p"},"what":{},"why":{},"outcome":{}}'

/** Everything that somebody may do who can write to the folder and has not the key. */
export const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'edit a byte': ({ directory, random }) => {
    const names = [...records(directory), 'checkpoint', 'gaps', 'verifier-key']
    editByte(join(directory, pick(random, names)), random)
  },
  'spoil the private key': ({ directory, random }) => editByte(join(directory, 'key'), random),
  'edit an entry': (spoils) =>
    editLines(spoils, (lines, index) => {
      lines[index] = (lines[index] ?? '').replace(/"pid":\d+/, '"pid":1')
    }),
  'delete an entry': (spoils) => editLines(spoils, (lines, index) => lines.splice(index, 1)),
  'delete a file': ({ directory, random }) => {
    const names = [...records(directory), 'checkpoint', 'gaps', 'verifier-key', 'key']
    rmSync(join(directory, pick(random, names)))
  },
  'delete everything but some files': ({ directory, random, old }) => {
    for (const name of old.keys()) {
      if (random() < 0.7) rmSync(join(directory, name), { force: true })
    }
    for (const name of records(directory)) if (random() < 0.7) rmSync(join(directory, name))
  },
  'swap two entries': (spoils) =>
    editLines(spoils, (lines, index) => {
      const other = (index + 1) % lines.length
      ;[lines[index], lines[other]] = [lines[other] ?? '', lines[index] ?? '']
    }),
  'swap two files': ({ directory, random }) => {
    const files = segments(directory)
    const first = pick(random, files)
    const second = pick(
      random,
      files.filter((file) => file !== first),
    )
    const [a, b] = [readFileSync(join(directory, first)), readFileSync(join(directory, second))]
    writeFileSync(join(directory, first), b)
    writeFileSync(join(directory, second), a)
  },
  'repeat an entry': (spoils) =>
    editLines(spoils, (lines, index) => {
      lines.splice(index, 0, lines[(index + 1) % lines.length] ?? '')
    }),
  'truncate a file': ({ directory, random }) => {
    const file = join(directory, pick(random, records(directory)))
    truncateSync(file, Math.floor(random() * readFileSync(file).length))
  },
  'truncate the log, and put the old checkpoint back': (spoils) => {
    const { directory, random, old } = spoils
    const files = records(directory)
    const keep = Math.floor(random() * files.length)
    for (const file of files.slice(keep + 1)) rmSync(join(directory, file))
    writeFileSync(join(directory, 'checkpoint'), old.get('checkpoint') ?? '')
  },
  'remove entries as if by the retention': ({ directory, random }) => {
    const files = segments(directory)
    for (const file of files.slice(0, 1 + Math.floor(random() * (files.length - 1)))) {
      keepHashes(directory, file)
    }
  },
  'remove entries from the middle': ({ directory, random }) => {
    keepHashes(directory, pick(random, segments(directory)))
  },
  'plant that the retention removed entries, and remove them after the next writer': (spoils) => {
    append(spoils, RETENTION)
    return () => TAMPERINGS['remove entries as if by the retention']?.(spoils)
  },
  'plant that the retention removed entries, with a copied seal': (spoils) => {
    append(spoils, `${RETENTION.slice(0, -1)},"seal":"${aSealOf(spoils)}"}`)
    return () => TAMPERINGS['remove entries as if by the retention']?.(spoils)
  },
  'plant lines': (spoils) => {
    for (let more = 1 + Math.floor(spoils.random() * 3); more > 0; more--) append(spoils, PLANTED)
  },
  'plant part of a line': ({ directory, random }) => {
    const bytes = Buffer.from(PLANTED).subarray(0, 1 + Math.floor(random() * PLANTED.length))
    appendFileSync(join(directory, segments(directory).at(-1) ?? ''), bytes)
  },
  'plant a line with a copied seal': (spoils) => {
    append(spoils, `${PLANTED.slice(0, -1)},"seal":"${aSealOf(spoils)}"}`)
  },
  'plant a line with the seal of another key': (spoils) => {
    const range = new CompactRange()
    const [line = ''] = sealBatch([PLANTED], range, spoils.ownKey)
    append(spoils, line)
  },
  'plant lines before the last seal': (spoils) => {
    const { directory } = spoils
    const file = join(directory, segments(directory).at(-1) ?? '')
    const lines = linesOf(readFileSync(file))
    writeFileSync(file, `${[...lines.slice(0, -1), PLANTED, ...lines.slice(-1)].join('\n')}\n`)
  },
  'plant a segment': (spoils) => {
    const { directory, random } = spoils
    const size = Number(readFileSync(join(directory, 'checkpoint'), 'utf8').split('\n')[1])
    const first = size + Math.floor(random() * 2)
    const file = join(directory, `entries-${String(first).padStart(16, '0')}.ndjson`)
    writeFileSync(file, `${PLANTED}\n`, { mode: 0o600 })
  },
  'plant hashes at the end': ({ directory }) => {
    const size = readFileSync(join(directory, 'checkpoint'), 'utf8').split('\n')[1] ?? ''
    const file = join(directory, `hashes-${size.padStart(16, '0')}.sha256`)
    writeFileSync(file, Buffer.alloc(64, 1), { mode: 0o600 })
  },
  'date an entry back': (spoils) =>
    editLines(spoils, (lines, index) => {
      lines[index] = (lines[index] ?? '').replace(/"time":"2026/, '"time":"2025')
    }),
  'date the first entry of a file back, and put it right after the next writer': ({
    directory,
    random,
  }) => {
    const file = join(directory, pick(random, segments(directory)))
    const original = readFileSync(file)
    writeFileSync(file, original.toString('utf8').replace('"time":"2026', '"time":"2025'))
    return () => {
      if (existsSync(file)) writeFileSync(file, original)
    }
  },
  'put an old file back': ({ directory, old, random }) => {
    const name = pick(random, [...old.keys()])
    writeFileSync(join(directory, name), old.get(name) ?? '', { mode: 0o600 })
  },
  'put an old copy back': ({ directory, old }) => restore(directory, old),
  'put an old copy back, and plant lines': (spoils) => {
    restore(spoils.directory, spoils.old)
    append(spoils, PLANTED)
  },
  'rename a file': ({ directory, random }) => {
    const name = pick(random, records(directory))
    const other = name.replace(/\d+/, (digits) => String(Number(digits) + 1).padStart(16, '0'))
    renameSync(join(directory, name), join(directory, other))
  },
  'put two files together': ({ directory, random }) => {
    const files = segments(directory)
    const at = Math.floor(random() * (files.length - 1))
    const [first = '', second = ''] = files.slice(at)
    appendFileSync(join(directory, first), readFileSync(join(directory, second)))
    rmSync(join(directory, second))
  },
  'put their own key in the place of the public one': ({ directory, ownKey }) => {
    writeFileSync(join(directory, 'verifier-key'), `${formatVerifierKey(ownKey.verifier)}\n`)
  },
}

function append({ directory }: Spoils, line: string): void {
  appendFileSync(join(directory, segments(directory).at(-1) ?? ''), `${line}\n`)
}

function editByte(file: string, random: () => number): void {
  const bytes = readFileSync(file)
  const at = Math.floor(random() * bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 + Math.floor(random() * 255))
  writeFileSync(file, bytes)
}

/** Of some entry of the log. */
function aSealOf({ directory, random }: Spoils): string {
  const text = readFileSync(join(directory, pick(random, segments(directory))), 'utf8')
  const seals = [...text.matchAll(/"seal":"([^"]+)"/g)].map(([, seal = '']) => seal)
  return pick(random, seals)
}

export function editLines(
  { directory, random }: Pick<Spoils, 'directory' | 'random'>,
  edit: (lines: string[], index: number) => unknown,
): void {
  const files = segments(directory)
    .map((name) => join(directory, name))
    .map((path) => ({ path, lines: linesOf(readFileSync(path)) }))
  const { path, lines } = pick(
    random,
    files.filter(({ lines }) => lines.length > 1),
  )
  edit(lines, Math.floor(random() * lines.length))
  writeFileSync(path, `${lines.join('\n')}\n`)
}
