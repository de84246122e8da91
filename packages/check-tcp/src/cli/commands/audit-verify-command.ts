import { readFileSync } from 'node:fs'
import { keepOf } from '../../audit/notes/checkpoint.js'
import { readVerifierKey } from '../../audit/notes/log-key.js'
import type { VerifierKey } from '../../audit/notes/signed-note.js'
import { type Verification, verifyLog } from '../../audit/verify-log.js'
import { isSystemError } from '../../core/failure/system-error-text.js'
import { whyUnreadable } from '../../core/failure/why-unreadable.js'
import { escapeControl } from '../../core/text/escape-control.js'
import { jsonText } from '../../core/text/json-text.js'
import { EXIT } from '../exit/exit-codes.js'
import { UsageError } from '../exit/usage-error.js'
import { type AuditDirectoryFlags, auditDirectory, auditWanted } from '../flags/audit-directory.js'
import { say } from '../terminal/say.js'
import type { Terminal } from '../terminal/terminal.js'

export interface AuditVerifyFlags extends AuditDirectoryFlags {
  readonly since?: string
  readonly key?: string
  readonly output?: 'human' | 'json'
}

/** `check-tcp audit verify`: 0 where nobody tampered with the log, 1 where somebody did. */
export async function verifyAudit(flags: AuditVerifyFlags, terminal: Terminal): Promise<number> {
  const directory = await auditDirectory(flags, terminal)
  const since = flags.since === undefined ? undefined : readCheckpointFile(flags.since)
  const key = flags.key === undefined ? undefined : readKey(flags.key)
  const wanted = await auditWanted(flags, terminal)
  const keep = wanted && keepOf(wanted.retentionDays)
  const verification = await verifyLog({ directory, since, key, keep })
  if (flags.output === 'json') {
    await terminal.out(`${jsonText(verification, 2)}\n`)
  } else {
    await say(`${linesOf(directory, verification).map(escapeControl).join('\n')}\n`, terminal)
  }
  return verification.findings.length === 0 ? EXIT.ok : EXIT.failed
}

function linesOf(directory: string, verification: Verification): readonly string[] {
  const { findings, entries, vouchedFor, keyName, isOwnKey, since } = verification
  const lines = findings.map((finding) => `✘ ${finding}`)
  if (lines.length === 0) {
    const signed = entries === vouchedFor ? 'signed' : `the first ${vouchedFor} signed`
    lines.push(`✔ ${directory}: ${entriesInWords(entries)}, ${signed} by ${keyName}`)
    if (since !== undefined)
      lines.push(`✔ has only grown since the checkpoint of ${entriesInWords(since)}`)
    lines.push(...removalOf(verification))
    if (entries > vouchedFor) {
      lines.push(
        `  entries from ${vouchedFor} on are newer than the newest checkpoint: their own seals vouch for them`,
      )
    }
  }
  lines.push(...endOf(verification))
  if (isOwnKey) {
    lines.push(
      "! this is the log's own key: anyone who can change the log can change it too; --key takes one from outside",
    )
  }
  if (since === undefined) {
    lines.push(
      '! without a checkpoint from outside (--since) an old copy of the log looks as good as the log, and so does one whose end was cut off',
    )
  }
  return lines
}

function entriesInWords(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`
}

function removalOf({ removed, forgotten }: Verification): readonly string[] {
  if (removed === 0) return []
  const by = forgotten
    ? ` (removed at ${forgotten.time} after ${forgotten.days} days, by ${forgotten.who})`
    : ''
  return [
    `  entries up to ${removed - 1} are past their retention time, only their hashes remain${by}`,
  ]
}

/** What stands at the end and is nobody's entry yet. */
function endOf({ unsealed, unfinishedBytes, gap }: Verification): readonly string[] {
  const lines: string[] = []
  if (unsealed) {
    lines.push(
      `! ${unsealed.lines} lines of ${unsealed.file} from entry ${unsealed.from} on have no seal: they are being written, or do not belong to the log; the next writer cuts them off`,
    )
  }
  if (unfinishedBytes > 0) {
    lines.push(
      `  the last ${unfinishedBytes} bytes are an entry that is being written, or was when its writer died`,
    )
  }
  if (gap) {
    const { lost, refused, since, problem } = gap
    lines.push(
      `! ${lost} checks are not on record and ${refused} were refused since ${since} (${problem}); the next writer records it as an entry`,
    )
  }
  return lines
}

function readKey(keyOrFile: string): VerifierKey {
  const key = orUsageError(keyOrFile, () => readVerifierKey(keyOrFile))
  if (key) return key
  throw new UsageError('--key must be a verifier key, NAME+HASH+BASE64, or a file with one')
}

export function readCheckpointFile(file: string): string {
  return orUsageError(file, () => readFileSync(file, 'utf8'))
}

function orUsageError<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new UsageError(`${file}: ${whyUnreadable(error)}`)
  }
}
