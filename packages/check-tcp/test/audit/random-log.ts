import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { entriesFile, HandMadeLog } from './hand-made-log.js'

export interface RandomLog {
  readonly log: HandMadeLog
  /** A checkpoint that was kept elsewhere. */
  readonly since: string
  /** The names of the files with entries. */
  readonly segments: readonly string[]
}

const DAY_MS = 86_400_000
const WHO = '{"user":"root"}'

/** A log that nobody has tampered with, unless its oldest entries were removed too early. */
export function randomLog(directory: string, random: (end: number) => number): RandomLog {
  const log = new HandMadeLog(directory)
  const times: number[] = []
  const batches = [0]
  let atMs = Date.UTC(2026, 0, 1)
  const append = (...lines: readonly string[]) => {
    log.append(...lines)
    batches.push(log.lines.length)
  }
  const appendSome = () => {
    const lines = Array.from({ length: 1 + random(3) }, () => {
      atMs += random(20) * DAY_MS
      times.push(atMs)
      return `{"kind":"check","time":"${new Date(atMs).toISOString()}","who":${WHO}}`
    })
    append(...lines)
  }
  for (let batch = random(5); batch > 0; batch--) appendSome()

  const firstKept = random(2) === 0 ? undefined : batches.slice(1, -1)[random(batches.length)]
  const said: string[] = []
  if (firstKept !== undefined) {
    const days = 1 + random(40)
    // In time three times of four.
    const slackMs = (2 * random(4) - 1) * DAY_MS
    const time = new Date((times[firstKept] ?? 0) + days * DAY_MS + slackMs).toISOString()
    append(
      `{"kind":"retention","time":"${time}","who":${WHO},"days":${days},"kept_from":${firstKept}}`,
    )
    said.push(`forgotten ${firstKept} ${days} ${time} ${WHO}`)
  }
  const own = log.lines.length
  const ownBatch = batches.length
  for (let batch = 1 + random(3); batch > 0; batch--) appendSome()

  const starts = batches
    .slice(0, -1)
    .filter((at) => at === 0 || at === firstKept || random(2) === 0)
  log.writeEntries(...starts)
  for (const [index, start] of starts.entries()) {
    if (start >= (firstKept ?? 0)) break
    log.writeHashes(start, starts[index + 1] ?? own)
    rmSync(join(directory, entriesFile(start)))
  }
  const since = log.checkpoint(batches[random(ownBatch)] ?? 0)
  log.write('checkpoint', log.checkpoint(own, ...said))
  const segments = starts.filter((at) => at >= (firstKept ?? 0)).map(entriesFile)
  return { log, since, segments }
}
