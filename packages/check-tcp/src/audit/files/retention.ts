import { AuditLogError } from '../audit-log-error.js'
import { CompactRange } from '../merkle/compact-range.js'
import { HASH_BYTES, leafHash } from '../merkle/tree-hash.js'
import { SealTrail } from '../notes/seal-trail.js'
import type { VerifierKey } from '../notes/signed-note.js'
import { readLines } from './entry-lines.js'
import { type Part, partName, readLayout } from './layout.js'
import type { LogFolder } from './log-folder.js'

const DAY_MS = 86_400_000
const MAX_BYTES = Number.MAX_SAFE_INTEGER

/** A segment that goes, and what stays of it. */
export interface OldSegment {
  readonly first: number
  readonly hashes: Buffer
}

/** How old is too old. */
interface Age {
  readonly days: number
  /** Wall time, milliseconds since 1970. */
  readonly nowMs: number
}

/** The number of the first entry that stays where entries of whole segments go that are older than so many days. */
export async function endOfOld(folder: LogFolder, age: Age): Promise<number> {
  // An entry is at most as young as the one after it.
  let end = 0
  for (const { first, name } of readLayout(folder).slice(1)) {
    const time = await firstTime(folder, name)
    if (time === undefined) continue
    if (!isOld(time, age)) break
    end = first
  }
  return end
}

/**
 * The segments before an entry with the hashes that are to stay of them. The first seal after them must vouch for all of
 * it: what goes cannot be looked at again, and the time of the entry that stays must be its own.
 *
 * @param age that the first entry that stays must have; none where the log has said already that they go
 * @throws {AuditLogError} where somebody changed what would go, or the entry that decides it
 */
export async function readOldSegments(
  folder: LogFolder,
  end: number,
  key: VerifierKey,
  age?: Age,
): Promise<readonly OldSegment[]> {
  const layout = readLayout(folder)
  const parts = layout.filter(({ first }) => first < end)
  if (!parts.some(({ kind }) => kind === 'entries')) return []
  const trail = new SealTrail(new CompactRange(), key)
  const old: OldSegment[] = []
  for (const part of parts) {
    const hashes = await hashesOf(folder, part)
    for (let at = 0; at < hashes.length; at += HASH_BYTES) {
      trail.addHash(hashes.subarray(at, at + HASH_BYTES))
    }
    if (part.kind === 'entries') old.push({ first: part.first, hashes })
  }
  const kept = layout.find(({ first, kind }) => first === end && kind === 'entries')
  const time = kept && trail.range.size === end ? await readToSeal(folder, kept, trail) : undefined
  // Asked again, since its file may have been another when it was first asked.
  const isTime = age === undefined || (time !== undefined && isOld(time, age))
  if (isTime && trail.vouched.size > end) return old
  throw new AuditLogError(
    `entries before ${end} are past their retention time but are not removed, because they are not those that the log's key sealed: see \`check-tcp audit verify\``,
  )
}

/** Removes segments; after a crash too, either they or their hashes are there, and every proof can still be made. */
export async function keepOnlyHashes(
  folder: LogFolder,
  segments: readonly OldSegment[],
): Promise<void> {
  for (const { first, hashes } of segments) {
    await folder.replace(partName('hashes', first), hashes)
    await folder.sync()
    folder.remove(partName('entries', first))
    await folder.sync()
  }
}

async function hashesOf(folder: LogFolder, { kind, name }: Part): Promise<Buffer> {
  if (kind === 'hashes') return folder.read(name, MAX_BYTES) ?? Buffer.alloc(0)
  const leaves: Buffer[] = []
  for await (const line of linesOf(folder, name)) leaves.push(leafHash(line))
  return Buffer.concat(leaves)
}

/** @returns when the first entry of the file was made */
async function readToSeal(
  folder: LogFolder,
  { name }: Part,
  trail: SealTrail,
): Promise<number | undefined> {
  let first: Buffer | undefined
  for await (const line of linesOf(folder, name)) {
    first ??= line
    if (trail.add(line)) break
  }
  return first && timeOf(first)
}

function isOld(time: number, { days, nowMs }: Age): boolean {
  return nowMs - time >= days * DAY_MS
}

/** When the first entry of a file was made, in milliseconds since 1970. */
async function firstTime(folder: LogFolder, name: string): Promise<number | undefined> {
  if (!name.startsWith('entries')) return undefined
  for await (const line of linesOf(folder, name)) return timeOf(line)
  return undefined
}

function timeOf(line: Buffer): number | undefined {
  try {
    const time = Date.parse(JSON.parse(line.toString('utf8')).time)
    return Number.isNaN(time) ? undefined : time
  } catch {
    return undefined
  }
}

/** Whole lines, without their ends. */
async function* linesOf(folder: LogFolder, name: string): AsyncGenerator<Buffer> {
  const file = await folder.open(name)
  try {
    for await (const { lines } of readLines(file)) yield* lines
  } finally {
    await file.close()
  }
}
