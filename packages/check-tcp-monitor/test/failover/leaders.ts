import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect } from 'vitest'
import { seededRandom } from '../../../check-tcp/test/support/seeded-random.js'

const dist = (path: string) => JSON.stringify(new URL(`../../dist/${path}`, import.meta.url).href)

/**
 * A hub reduced to its lead: acts again and again while it has the lease, each time in a transaction that holds it, and prints what it does. A
 * line on its input has it stop itself within the next transaction, as a machine that is suspended does.
 */
const PROGRAM = `
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from 'check-tcp'
import { LeaseKeeper } from ${dist('daemon/fleet/hub/lease-keeper.js')}
import { checkLease } from ${dist('history/postgres/lease/check-lease.js')}
import { PostgresLeadership } from ${dist('history/postgres/lease/postgres-leadership.js')}
import { PostgresStore } from ${dist('history/postgres/postgres-store.js')}
const [url, name, lastsMs] = process.argv.slice(1)
const store = await PostgresStore.open({ url })
const say = (...words) => process.stdout.write(words.join(' ') + '\\n')
const leadership = new PostgresLeadership((work) => store.inTransaction(work), name, Number(lastsMs))
let token, isToStop = false
const keeper = new LeaseKeeper({
  leadership, clock: systemClock,
  onTaken: (taken) => { token = taken; say('leads', taken) },
  onLost: () => { token = undefined; say('lost') },
  onProblem: () => {},
})
createInterface({ input: process.stdin }).on('line', () => { isToStop = true })
say('ready')
await keeper.start()
for (;;) {
  await pause(5)
  const mine = token
  if (mine === undefined) continue
  try {
    await store.inTransaction(async (session) => {
      await checkLease(session, mine)
      await session.change('INSERT INTO act (token, name) VALUES ($1, $2)', [mine, name])
      if (isToStop) { isToStop = false; say('stops'); process.kill(process.pid, 'SIGSTOP') }
      await session.rows('SELECT 1')
    })
    say('acted', mine)
  } catch (error) {
    say('refused', mine, error.code)
    // What it has judged is still to be written, as a hub tries that does not know yet.
    await store.inTransaction((session) => checkLease(session, mine)).then(() => {}, (late) => say('late', mine, late.code))
  }
}
`

/** What the acts of one place tell of who led when. */
export const ACT_TABLE =
  'CREATE TABLE act (id bigint GENERATED ALWAYS AS IDENTITY, token bigint NOT NULL, name text NOT NULL)'

/** One of several processes that want to lead. */
export class LeaderProcess {
  readonly name: string
  readonly lines: string[] = []
  readonly #child: ChildProcess

  /** @param lastsMs of a claim */
  constructor(url: string, name: string, lastsMs: number) {
    this.name = name
    this.#child = spawn(
      process.execPath,
      ['--input-type=module', '--eval', PROGRAM, url, name, String(lastsMs)],
      { stdio: ['pipe', 'pipe', 'inherit'], cwd: import.meta.dirname },
    )
    if (this.#child.stdout) {
      createInterface({ input: this.#child.stdout }).on('line', (line) => this.lines.push(line))
    }
  }

  /** How often it said something that begins so. */
  count(start: string): number {
    return this.lines.filter((line) => line.startsWith(start)).length
  }

  async says(start: string, times = 1): Promise<void> {
    await expect.poll(() => this.count(start)).toBeGreaterThanOrEqual(times)
  }

  /** Within its next transaction. */
  async stopWithin(): Promise<void> {
    const before = this.count('stops')
    this.#child.stdin?.write('stop\n')
    await this.says('stops', before + 1)
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exit = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exit
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
  }
}

interface Act {
  readonly token: number
  readonly name: string
}

/** Tokens never go down, and no token is that of two. @param acts in the order in which they were stored */
export function expectOneLeader(acts: readonly Act[]): void {
  const holders = new Map<number, Set<string>>()
  let newest = 0
  const late = acts.filter(({ token, name }) => {
    holders.set(token, (holders.get(token) ?? new Set()).add(name))
    const isLate = token < newest
    newest = Math.max(newest, token)
    return isLate
  })
  expect(late).toEqual([])
  expect([...holders].filter(([, names]) => names.size > 1)).toEqual([])
}

interface Rounds {
  readonly rounds: number
  readonly seed: number
  readonly freshUrl: () => Promise<string>
  readonly query: (url: string, sql: string) => Promise<readonly Record<string, unknown>[]>
}

/** Three hubs of which the one that leads is killed, stopped within a transaction, or stopped anywhere: at no time do two lead. */
export async function expectNoTwoLeaders({ rounds, seed, freshUrl, query }: Rounds): Promise<{
  readonly acts: number
  readonly takeovers: number
  readonly refused: number
}> {
  const random = seededRandom(seed)
  const url = await freshUrl()
  await query(url, ACT_TABLE)
  const open: LeaderProcess[] = []
  let started = 0
  let refused = 0
  const start = async () => {
    const each = new LeaderProcess(url, `hub-${++started}`, 600)
    open.push(each)
    await each.says('ready')
  }
  try {
    for (let hub = 0; hub < 3; hub++) await start()
    for (let round = 0; round < rounds; round++) {
      const leader = await leaderOf(url, query, open)
      const acted = leader.count('acted')
      await leader.says('acted', acted + 1)
      const token = await newestToken(url, query)
      const kind = random() * 3
      if (kind < 1) await leader.kill()
      else if (kind < 2) await leader.stopWithin()
      else leader.signal('SIGSTOP')
      await expect.poll(() => newestToken(url, query)).toBeGreaterThan(token)
      if (kind < 1) {
        open.splice(open.indexOf(leader), 1)
        await start()
      } else {
        leader.signal('SIGCONT')
        await leader.says('lost', leader.count('leads'))
      }
    }
    refused = open.reduce((sum, each) => sum + each.count('refused'), 0)
  } finally {
    for (const each of open) await each.kill()
  }
  const rows = await query(url, 'SELECT token, name FROM act ORDER BY id')
  const acts = rows.map(({ token, name }) => ({ token: Number(token), name: String(name) }))
  expectOneLeader(acts)
  return { acts: acts.length, takeovers: new Set(acts.map(({ token }) => token)).size - 1, refused }
}

async function newestToken(url: string, query: Rounds['query']): Promise<number> {
  const [row] = await query(url, 'SELECT max(token) AS token FROM act')
  return Number(row?.token ?? 0)
}

/** The one that acts now. */
async function leaderOf(
  url: string,
  query: Rounds['query'],
  open: readonly LeaderProcess[],
): Promise<LeaderProcess> {
  const found = async () => {
    const [row] = await query(url, 'SELECT name FROM act ORDER BY id DESC LIMIT 1')
    return open.find(({ name }) => name === row?.name)
  }
  await expect.poll(found).toBeDefined()
  const leader = await found()
  if (!leader) throw new Error('nobody leads')
  return leader
}
