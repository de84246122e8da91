import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { appendFile, chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import type { Host } from '../network/host.js'
import type { Availability } from '../packages/requirements.js'
import { runCommand } from '../processes/run-command.js'
import { freePort } from './free-port.js'

/** A real PostgreSQL on a free port, with nothing in it and one account that needs no password. */
export interface Postgres extends AsyncDisposable {
  readonly port: number
  /** Leads to its one database. */
  readonly url: string
  /** Ends it by SIGKILL. */
  kill(): Promise<void>
  /** Starts it again on the same data and port, after `kill`. */
  start(): Promise<void>
}

const VERSIONS = '/usr/lib/postgresql'

const LOOK_EVERY_MS = 100
const MAX_TRIES = 300

/** It is not to run as root. */
const UNPRIVILEGED = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']

/** Needs no root: only Debian's package, at least version 14. */
export function postgresRequirements(): Availability {
  if (newestPrograms() !== undefined) return { available: true }
  return { available: false, because: "the program initdb is missing (Debian's postgresql)" }
}

/** Debian keeps the programs of each version apart, and none of them where a shell looks. */
function newestPrograms(): string | undefined {
  if (!existsSync(VERSIONS)) return undefined
  return readdirSync(VERSIONS)
    .filter((version) => Number(version) >= 14)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(VERSIONS, version, 'bin'))
    .find((programs) => existsSync(join(programs, 'initdb')))
}

/**
 * @param settings further settings of the server, such as `max_connections=20`
 * @param host where it listens; everybody there and in its network is let in. Left out: on 127.0.0.1 of this machine
 */
export async function startPostgres(
  settings: readonly string[] = [],
  host?: Host,
): Promise<Postgres> {
  const programs = newestPrograms() ?? ''
  const through = process.getuid?.() === 0 ? UNPRIVILEGED : []
  const inside = host ? ['ip', 'netns', 'exec', host.namespace] : []
  const address = host?.ipv4 ?? '127.0.0.1'
  const folder = await mkdtemp(join(tmpdir(), 'check-tcp-postgres-'))
  await chmod(folder, 0o777)
  const data = join(folder, 'data')
  const port = await freePort()
  const run = [...inside, ...through, join(programs, 'postgres')]
  const args = [
    ...['-D', data, '-p', String(port), '-h', address, '-k', folder],
    // What is killed here is the process and not the machine, so nothing has to be on the disk itself.
    ...['fsync=off', ...settings].flatMap((setting) => ['-c', setting]),
  ]
  let child: ChildProcess | undefined
  const start = async () => {
    const [program = '', ...before] = run
    for (let tries = 1; ; tries++) {
      const server = spawn(program, [...before, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
      child = server
      const problem = await untilReady(server, server.stderr)
      if (problem === undefined) return
      // What is left of the processes of one that was killed ends by itself.
      if (!problem.includes('shared memory block') || tries > MAX_TRIES) throw new Error(problem)
      await pause(LOOK_EVERY_MS)
    }
  }
  const end = async (signal: NodeJS.Signals) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }
  const close = async () => {
    // Every session ends at once.
    await end('SIGINT')
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const [program = '', ...before] = [...through, join(programs, 'initdb')]
    const how = ['--auth=trust', '--username=postgres', '--encoding=UTF8', '--no-locale']
    await runCommand(program, [...before, '--no-sync', ...how, '--pgdata', data])
    if (host) await appendFile(join(data, 'pg_hba.conf'), `host all all ${host.ipv4}/24 trust\n`)
    await start()
  } catch (error) {
    await close()
    throw error
  }
  return {
    port,
    url: `postgres://postgres@${address}:${port}/postgres`,
    kill: () => end('SIGKILL'),
    start,
    [Symbol.asyncDispose]: close,
  }
}

/** It says so in its log. @returns what it says where it does not start */
function untilReady(server: ChildProcess, log: Readable): Promise<string | undefined> {
  const lines: string[] = []
  return new Promise((resolve, reject) => {
    createInterface({ input: log }).on('line', (line) => {
      lines.push(line)
      if (line.includes('ready to accept connections')) resolve(undefined)
    })
    server.once('error', reject)
    server.once('close', () => resolve(`PostgreSQL did not start: ${lines.join('; ')}`))
  })
}
