import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AuditLogError } from './audit-log-error.js'
import { FILES } from './files/layout.js'
import { type LogState, parseState } from './files/log-state.js'
import { CompactRange } from './merkle/compact-range.js'
import { type Checkpoint, openCheckpoint } from './notes/checkpoint.js'
import { parseVerifierKey, type VerifierKey } from './notes/signed-note.js'
import { entryOf, type Reading, readLog } from './read-log.js'

export interface VerifyOptions {
  readonly directory: string
  /** A key from outside; the log's own where there is none, which whoever changed the log may have changed too. */
  readonly key?: VerifierKey | undefined
  /** A checkpoint from outside: the text of its file. */
  readonly since?: string | undefined
}

/** What became of a log. */
export interface Verification {
  /** What cannot be unless somebody tampered with the log; empty where all is well. */
  readonly findings: readonly string[]
  readonly entries: number
  /** How many of them have been removed by the retention, from the first on. */
  readonly removed: number
  /** How many the log's newest checkpoint vouches for. */
  readonly vouchedFor: number
  readonly root: string
  readonly keyName: string | undefined
  readonly isOwnKey: boolean
  /** Entries that the checkpoint from outside vouches for. */
  readonly since: number | undefined
  readonly unfinishedBytes: number
}

/**
 * Reads all of a log, and holds it against its own checkpoint and one from outside.
 *
 * @throws {AuditLogError} where there is no log
 */
export async function verifyLog({
  directory,
  key: given,
  since: sinceNote,
}: VerifyOptions): Promise<Verification> {
  const findings: string[] = []
  // Others may write meanwhile: what is written last is read first.
  const state = stateIn(directory, findings)
  const key = given ?? ownKey(directory)
  if (!key) findings.push(`${FILES.verifierKey} of the log is missing or damaged`)
  const own = checkpointIn(directory, key, findings)
  const since = sinceNote === undefined ? undefined : checkpointFrom(sinceNote, key, findings)

  const wanted = [
    { name: "the log's own checkpoint", checkpoint: own },
    { name: 'the checkpoint from outside', checkpoint: since },
  ]
  const range = new CompactRange()
  const compare = () => {
    for (const { name, checkpoint } of wanted) {
      if (checkpoint?.size !== range.size || checkpoint.root.equals(range.root())) continue
      findings.push(`the first ${range.size} entries are not those that ${name} vouches for`)
    }
    if (state?.range.size === range.size && !state.range.root().equals(range.root())) {
      findings.push(`${FILES.tail} is not what the first ${range.size} entries come to`)
    }
  }
  compare()
  let unfinishedBytes = 0
  let removed = 0
  let toldRemoved = 0
  const look = (one: Reading) => {
    if ('problem' in one) findings.push(one.problem)
    else if ('unfinishedBytes' in one) unfinishedBytes = one.unfinishedBytes
    else {
      range.append(one.leaf)
      compare()
      if (!one.line) {
        removed = one.index + 1
        return
      }
      const entry = entryOf(one.line)
      if (!entry) findings.push(`entry ${one.index} is not readable`)
      // What nothing vouches for, anybody may have written.
      else if (entry.kind === 'retention' && one.index < (own?.size ?? 0)) {
        toldRemoved = entry.kept_from
      }
    }
  }
  for await (const batch of readLog(directory)) batch.forEach(look)

  if (removed > toldRemoved) {
    findings.push(
      `entries up to ${removed - 1} are gone, and the log does not say that it removed them`,
    )
  }
  for (const { name, checkpoint } of wanted) {
    if (!checkpoint || checkpoint.size <= range.size) continue
    findings.push(`${name} vouches for ${checkpoint.size} entries, and there are ${range.size}`)
  }
  if (state && state.range.size > (own?.size ?? 0)) {
    findings.push(
      `${FILES.tail} knows of ${state.range.size} entries, the log's own checkpoint of ${own?.size ?? 0}`,
    )
  }
  if (since && since.size > (own?.size ?? 0)) {
    findings.push(
      `the log is older than the checkpoint from outside: its own checkpoint has ${own?.size ?? 'no'} entries, that one ${since.size}`,
    )
  }
  return {
    findings,
    entries: range.size,
    removed,
    vouchedFor: own?.size ?? 0,
    root: range.root().toString('base64'),
    keyName: key?.name,
    isOwnKey: given === undefined,
    since: since?.size,
    unfinishedBytes,
  }
}

/** The key that the log itself tells. */
export function ownKey(directory: string): VerifierKey | undefined {
  return parseVerifierKey(textOf(directory, FILES.verifierKey) ?? '')
}

function checkpointIn(
  directory: string,
  key: VerifierKey | undefined,
  findings: string[],
): Checkpoint | undefined {
  const note = textOf(directory, FILES.checkpoint)
  if (note === undefined || !key) return undefined
  const checkpoint = openCheckpoint(note, key)
  if (!checkpoint)
    findings.push(`the log's own checkpoint is damaged, or not signed by ${key.name}`)
  return checkpoint
}

function checkpointFrom(
  note: string,
  key: VerifierKey | undefined,
  findings: string[],
): Checkpoint | undefined {
  if (!key) return undefined
  const checkpoint = openCheckpoint(note, key)
  if (!checkpoint) findings.push(`the checkpoint from outside is not signed by ${key.name}`)
  return checkpoint
}

/** Nothing rests on it, but who changed it meant something by it. */
function stateIn(directory: string, findings: string[]): LogState | undefined {
  const text = textOf(directory, FILES.tail)
  if (text === undefined) return undefined
  try {
    return parseState(text)
  } catch {
    findings.push(`${FILES.tail} is damaged`)
    return undefined
  }
}

function textOf(directory: string, name: string): string | undefined {
  if (!existsSync(directory)) throw new AuditLogError(`there is no audit log in ${directory}`)
  const file = join(directory, name)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
