import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { createLab, recordSynTimes, servicesOn } from 'check-tcp-lab'
import { expect } from 'vitest'
import { COMMAND } from '../cli/support/run-command.js'

const PORT = 2_000

/** What `--rate` may be exceeded by in one second. */
const TOLERANCE = 1.05

interface RateOnTheWire {
  readonly tasks: number
  readonly rate: number
  /** How many processes share the tasks. */
  readonly processes: number
}

/** How often {@link stallMeter} looks at the clocks. */
const TICK_MS = 20

/** Notes how long this machine stood still, and how far its wall clock, by which SYNs are noted, was set. */
function stallMeter(): () => number {
  let worstMs = 0
  let last = { mono: performance.now(), wall: Date.now() }
  const timer = setInterval(() => {
    const now = { mono: performance.now(), wall: Date.now() }
    const late = now.mono - last.mono - TICK_MS
    const set = Math.abs(now.wall - last.wall - (now.mono - last.mono))
    worstMs = Math.max(worstMs, late, set)
    last = now
  }, TICK_MS)
  return () => {
    clearInterval(timer)
    return worstMs
  }
}

/** Runs the command in a lab and holds every window of one second against the rate, as tcpdump sees the SYNs. */
export async function expectRateOnTheWire({
  tasks,
  rate,
  processes,
}: RateOnTheWire): Promise<void> {
  await using lab = await createLab()
  await using services = servicesOn(lab.target)
  await services.listen({ port: PORT })
  const target = `${lab.target.ipv4}:${PORT}`
  const lines = `${target}\n`.repeat(tasks / processes)

  const run = async () => {
    const args = [COMMAND, '--targets', '-', '--rate', String(rate), '--output', 'ndjson']
    const command = ['netns', 'exec', lab.prober.namespace, process.execPath, ...args]
    const child = spawn('ip', command, { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin.end(lines)
    const [output] = await Promise.all([text(child.stdout), once(child, 'exit')])
    return output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  }
  const finish = await recordSynTimes(lab.target, PORT)
  const stalled = stallMeter()
  const results = (await Promise.all(Array.from({ length: processes }, run))).flat()
  const times = await finish()
  // What a second allows, and what came late into it: a turn that each other process held while it stood still, too.
  const allowed = rate * TOLERANCE * (1 + stalled() / 1_000) + processes - 1

  expect(results.filter(({ connected }) => connected)).toHaveLength(tasks)
  expect(times).toHaveLength(tasks)
  expect(mostInASecond(times)).toBeLessThanOrEqual(allowed)
  // What was waited is said, and is no part of the time of the target.
  const waited = results.map(({ details }) => details.waited)
  expect(Math.max(...waited)).toBeGreaterThan(1 / rate)
  const slowest = Math.max(...results.map(({ response_time }) => response_time))
  expect(slowest).toBeLessThan(Math.max(...waited))
}

/** The most SYNs in any window of one second. */
function mostInASecond(times: readonly number[]): number {
  let first = 0
  let most = 0
  for (const [last, time] of times.entries()) {
    while (time - (times[first] ?? 0) >= 1_000) first++
    most = Math.max(most, last - first + 1)
  }
  return most
}
