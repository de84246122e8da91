import { constants } from 'node:fs'
import { isSignedLine, readSealedLine, signLine } from '../notes/signed-line.js'
import type { SignerKey, VerifierKey } from '../notes/signed-note.js'
import { FILES } from './layout.js'
import type { LogFolder } from './log-folder.js'
import { writeAll } from './write-all.js'

/** Checks that are not in the log. */
export interface Gap {
  /** Made, or under way. */
  readonly lost: number
  /** Not made for that reason. */
  readonly refused: number
  /** When the first of them was; RFC 3339, UTC. */
  readonly since: string
  readonly problem: string
}

/** A block of any file system: to write it over takes no room. */
const FILE_BYTES = 4_096
const LONGEST_PROBLEM = 500

const LABEL = 'check-tcp audit gaps v1'

const NOTHING = '{"lost":0,"refused":0}'

/** Begins the file, or begins it again. */
export async function createGaps(folder: LogFolder, key: SignerKey): Promise<void> {
  await folder.replace(FILES.gaps, content(NOTHING, key))
}

/** Notes what is not in the log, though the disk be full; `undefined` where everything is in the log. */
export async function writeGaps(
  folder: LogFolder,
  gap: Gap | undefined,
  key: SignerKey,
): Promise<void> {
  const file = await folder.open(FILES.gaps, constants.O_WRONLY)
  try {
    const problem = gap?.problem.slice(0, LONGEST_PROBLEM)
    await writeAll(file, content(gap ? JSON.stringify({ ...gap, problem }) : NOTHING, key), 0)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** What is not in the log; `damaged` where nobody knows, since the file is not there or not signed by the key. */
export function readGaps(folder: LogFolder, key: VerifierKey): Gap | 'damaged' | undefined {
  const bytes = folder.read(FILES.gaps)
  const text = bytes?.toString('latin1').trimEnd() ?? ''
  const line = readSealedLine(Buffer.from(text, 'latin1'))
  if (!bytes?.equals(filledUp(Buffer.from(text, 'latin1')))) return 'damaged'
  if (!line || !isSignedLine(line, headOf(key), key)) return 'damaged'
  const gap: Gap = JSON.parse(line.text.toString('utf8'))
  return gap.lost + gap.refused > 0 ? gap : undefined
}

/** Both together. */
export function addGaps(one: Gap | undefined, other: Gap | undefined): Gap | undefined {
  if (!one || !other) return one ?? other
  return {
    lost: one.lost + other.lost,
    refused: one.refused + other.refused,
    since: one.since < other.since ? one.since : other.since,
    problem: other.problem,
  }
}

function content(line: string, key: SignerKey): Buffer {
  return filledUp(Buffer.from(signLine(line, headOf(key.verifier), key)))
}

function filledUp(line: Buffer): Buffer {
  const bytes = Buffer.alloc(FILE_BYTES, ' ')
  line.copy(bytes)
  bytes.write('\n', FILE_BYTES - 1)
  return bytes
}

function headOf({ name }: VerifierKey): string {
  return `${LABEL}\n${name}\n`
}
