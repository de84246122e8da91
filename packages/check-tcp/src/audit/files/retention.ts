import { createReadStream, readFileSync } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { leafHash } from '../merkle/tree-hash.js'
import { replaceFile, syncFolder } from './durable-files.js'
import { type Part, partPath, readLayout } from './layout.js'

const DAY_MS = 86_400_000
const LINE_END = 10

/** Entries that are so old that they may go: those of whole files from the beginning on. */
export interface OldEntries {
  readonly parts: readonly Part[]
  /** The number of the first entry that stays. */
  readonly end: number
}

/** `undefined` where there are none. An entry is at most as young as the one after it. */
export async function oldEntries(
  directory: string,
  { days, nowMs }: { readonly days: number; readonly nowMs: number },
): Promise<OldEntries | undefined> {
  const segments = readLayout(directory).filter(({ kind }) => kind === 'entries')
  const parts: Part[] = []
  let end = 0
  for (const [index, part] of segments.slice(0, -1).entries()) {
    const next = segments[index + 1]
    const time = next && (await firstTime(next.path))
    if (!next || time === undefined || nowMs - time < days * DAY_MS) break
    parts.push(part)
    end = next.first
  }
  return parts.length > 0 ? { parts, end } : undefined
}

/** Removes entries, after a crash too either they or their hashes are there: every proof can still be made. */
export async function keepOnlyHashes(directory: string, { parts }: OldEntries): Promise<void> {
  for (const { first, path } of parts) {
    const hashes = linesOf(readFileSync(path)).map(leafHash)
    await replaceFile(partPath(directory, 'hashes', first), Buffer.concat(hashes))
    await syncFolder(directory)
    await unlink(path)
  }
  await syncFolder(directory)
}

/** Complete lines, without their ends. */
export function linesOf(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = []
  let start = 0
  for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
    lines.push(bytes.subarray(start, end))
    start = end + 1
  }
  return lines
}

/** When the first entry of a file was made, in milliseconds since 1970. */
async function firstTime(path: string): Promise<number | undefined> {
  let text = ''
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    text += chunk
    if (text.includes('\n')) break
  }
  try {
    const time = Date.parse(JSON.parse(text.split('\n', 1)[0] ?? '').time)
    return Number.isNaN(time) ? undefined : time
  } catch {
    return undefined
  }
}
