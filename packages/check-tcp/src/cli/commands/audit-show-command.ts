import type {
  ActEntry,
  AgentEntry,
  CheckEntry,
  Entry,
  ProbeEntry,
} from '../../audit/entries/entry.js'
import { readSealedLine } from '../../audit/notes/signed-line.js'
import { entryOf, readLog } from '../../audit/read-log.js'
import { hostAndPort } from '../../core/target/host-and-port.js'
import { escapeControl } from '../../core/text/escape-control.js'
import { jsonText } from '../../core/text/json-text.js'
import { EXIT } from '../exit/exit-codes.js'
import { UsageError } from '../exit/usage-error.js'
import { type AuditDirectoryFlags, auditDirectory } from '../flags/audit-directory.js'
import { tell } from '../terminal/say.js'
import type { Terminal } from '../terminal/terminal.js'

export interface AuditShowFlags extends AuditDirectoryFlags {
  readonly target?: string
  readonly since?: string
  readonly user?: string
  readonly output?: 'human' | 'ndjson'
}

/** `check-tcp audit show`: the entries, oldest first. */
export async function showAudit(flags: AuditShowFlags, terminal: Terminal): Promise<number> {
  const isWanted = wantedBy(flags)
  const directory = await auditDirectory(flags, terminal)
  let unsealedFrom: number | undefined
  for await (const batch of readLog(directory)) {
    if (terminal.interrupted.aborted) return EXIT.interrupted
    let text = ''
    for (const one of batch) {
      const line = 'leaf' in one ? one.line : undefined
      if (!line || !('index' in one)) continue
      unsealedFrom = readSealedLine(line) ? undefined : (unsealedFrom ?? one.index)
      const entry = entryOf(line)
      if (entry && !isWanted(entry)) continue
      if (flags.output !== 'ndjson') text += `${rowOf(one.index, entry)}\n`
      else if (entry) text += `${jsonText({ entry: one.index, ...entry })}\n`
    }
    if (text !== '') await terminal.out(text)
  }
  if (unsealedFrom !== undefined) {
    tell(
      `check-tcp: entries from ${unsealedFrom} on have no seal yet: they are being written, or do not belong to the log (see audit verify)\n`,
      terminal,
    )
  }
  return EXIT.ok
}

function wantedBy({ target, since, user }: AuditShowFlags): (entry: Entry) => boolean {
  const sinceMs = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since)
  if (Number.isNaN(sinceMs)) {
    throw new UsageError(`--since must be a time such as 2026-01-31T12:00:00Z, got "${since}"`)
  }
  return (entry) =>
    (since === undefined || Date.parse(entry.time) >= sinceMs) &&
    (user === undefined || entry.who.user === user) &&
    (target === undefined ||
      ((entry.kind === 'check' || entry.kind === 'probe') && isOf(entry, target)))
}

/** A target is meant by its host, an address of it, or either with the port. */
function isOf(
  { what: { host, port, addresses } }: CheckEntry | ProbeEntry,
  target: string,
): boolean {
  return [host, ...addresses].some((name) => target === name || target === hostAndPort(name, port))
}

/** One line, whatever stands in the entry: number, time, who, what, what came of it, why. */
function rowOf(index: number, entry: Entry | undefined): string {
  const number = String(index).padStart(6)
  if (!entry) return `${number} not readable`
  const { user, host, pid } = entry.who
  const cells = [number, entry.time, `${user}@${host} ${pid}`, ...wordsOf(entry)]
  return cells.map(escapeControl).join('  ')
}

function wordsOf(entry: Entry): readonly string[] {
  switch (entry.kind) {
    case 'check':
      return [hostAndPort(entry.what.host, entry.what.port), outcomeOf(entry), ...reasonsOf(entry)]
    case 'probe':
      return [
        hostAndPort(entry.what.host, entry.what.port),
        `${entry.what.sends} of an explanation (${entry.what.addresses.join(', ')})`,
        ...reasonsOf(entry),
      ]
    case 'agent':
      return [changeOf(entry)]
    case 'act':
      return [actOf(entry)]
    case 'gap':
      return [
        `${entry.lost} checks are not on record, ${entry.refused} were refused, since ${entry.since}: ${entry.problem}`,
      ]
    case 'cut':
      return [`${entry.bytes} bytes that a writer left unfinished were cut off`]
    case 'keep':
      return [`entries are kept for ${daysOf(entry.to)} from now on, not ${daysOf(entry.from)}`]
    case 'retention':
      return [`entries before ${entry.kept_from} were removed after ${entry.days} days`]
    default:
      entry satisfies never
      return ['an entry of a newer version']
  }
}

function changeOf({ what: { change, location, agent, key } }: AgentEntry): string {
  if (change === 'invited') return `an agent was invited to ${location}`
  if (agent === undefined) return `the invitation to ${location} was taken back`
  const words = change === 'enrolled' ? 'was let in at' : 'is no longer let in at'
  return `agent ${agent} (${key}) ${words} ${location}`
}

/** `ops (operate, by session from 192.0.2.7): addSilence {"matches":"tag:db"}`. */
function actOf({ what: { act, given }, by: { name, role, way, from } }: ActEntry): string {
  const told = Object.keys(given).length === 0 ? '' : ` ${JSON.stringify(given)}`
  return `${name} (${role}, by ${way} from ${from}): ${act}${told}`
}

function daysOf(keep: number | 'forever'): string {
  return keep === 'forever' ? 'ever' : `${keep} days`
}

function outcomeOf({ what, outcome }: CheckEntry): string {
  const addresses = what.addresses.length > 0 ? ` (${what.addresses.join(', ')})` : ''
  const { status, failure, cause } = outcome
  const why = cause === undefined ? '' : `: ${cause}`
  return `${failure ?? (status === 'success' ? 'as expected' : status)}${why}${addresses}`
}

function reasonsOf({
  why: { task, authorisation, caller },
}: CheckEntry | ProbeEntry): readonly string[] {
  return [
    ...(task ? [`task ${task.name}${task.file === undefined ? '' : ` (${task.file})`}`] : []),
    ...(authorisation === undefined ? [] : [`authorised: ${authorisation}`]),
    ...(caller === undefined ? [] : [`for ${caller}`]),
  ]
}
