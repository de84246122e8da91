import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect } from 'vitest'
import { openAuditLog } from '../../src/audit/open-audit-log.js'
import { entryOf, readLog } from '../../src/audit/read-log.js'
import { verifyLog } from '../../src/audit/verify-log.js'
import { COMMAND } from '../cli/support/run-command.js'
import { temporaryFolder } from '../cli/support/temporary-folder.js'
import { seededRandom } from '../support/seeded-random.js'

/** A log that has been killed so often is left alone, since reading it takes longer every time. */
const KILLS_A_LOG = 10

/** Killed within so many milliseconds of its first result. */
const LONGEST_LIFE_MS = 300

/** Small enough that the log goes on to its next file in every life. */
const SEGMENT_BYTES = 262_144

/** Kills mass checks with SIGKILL, and expects each result that they printed to be in the log, which opens again. */
export async function expectNothingLost({
  kills,
  seed,
}: {
  readonly kills: number
  readonly seed: number
}): Promise<void> {
  const random = seededRandom(seed)
  let acknowledged = 0
  for (let done = 0; done < kills; done += KILLS_A_LOG) {
    await using folder = await temporaryFolder()
    const directory = join(folder.path, 'log')
    const policy = await folder.write(
      'policy.yaml',
      `audit: { directory: log, mode: strict, segment_bytes: ${SEGMENT_BYTES} }\n`,
    )
    const printed = new Set<string>()
    for (let kill = 0; kill < Math.min(KILLS_A_LOG, kills - done); kill++) {
      // Different targets in every life, so that each printed result is one entry.
      const targets = `127.${1 + kill}.0.0/16:1`
      for (const target of await printedUntilKilled(targets, policy, random() * LONGEST_LIFE_MS)) {
        printed.add(target)
      }
      await expectAllThere(directory, printed, `kill ${done + kill} of seed ${seed}`)
    }
    acknowledged += printed.size
  }
  // It was under load, not killed before it began.
  expect(acknowledged).toBeGreaterThan(kills * 20)
}

async function expectAllThere(
  directory: string,
  printed: ReadonlySet<string>,
  what: string,
): Promise<void> {
  const log = await openAuditLog({ directory, segmentBytes: SEGMENT_BYTES })
  await log.close()
  const found = new Set<string>()
  for await (const batch of readLog(directory)) {
    for (const one of batch) {
      if (!('line' in one) || !one.line) continue
      const entry = entryOf(one.line)
      if (entry?.kind === 'check') found.add(entry.what.host)
    }
  }
  expect(
    [...printed].filter((host) => !found.has(host)),
    what,
  ).toEqual([])
  expect((await verifyLog({ directory })).findings, what).toEqual([])
}

/** The hosts of the results that were printed whole. */
async function printedUntilKilled(
  targets: string,
  policy: string,
  lifeMs: number,
): Promise<readonly string[]> {
  const args = [COMMAND, targets, '--output', 'ndjson', '--concurrency', '500', '--policy', policy]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  const closed = once(child, 'close')
  await once(child.stdout, 'data')
  setTimeout(() => child.kill('SIGKILL'), lifeMs)
  await closed
  const lines = Buffer.concat(chunks).toString('utf8').split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line).host)
}
