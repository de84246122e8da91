import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Host } from '../network/host.js'
import { type Availability, isInstalled, labRequirements } from '../packages/requirements.js'
import { endProcess } from '../processes/host-process.js'
import { runCommand } from '../processes/run-command.js'

/** A real MariaDB on every address of a host, with one account that may log in from anywhere. */
export interface Mariadb extends AsyncDisposable {
  readonly port: number
  /** Asks the server as its administrator, past TCP: one line a row, tabs between the columns. */
  query(sql: string): Promise<string>
  /** Logs in with the real client from another host. @throws with the client's words when the server does not let it. */
  logInFrom(client: Host): Promise<void>
  /** The lines of the server's error log so far. */
  log(): readonly string[]
  /** Ends the server and removes its data. */
  close(): Promise<void>
}

const PORT = 3306
const ACCOUNT = { user: 'app', password: 'secret' }
/** The default of 96 MiB would be written out for every server. */
const SMALL_LOG = '--innodb-log-file-size=4M'

/** Each is a part of Debian's mariadb-server or of what that depends on. */
const PROGRAMS = ['mariadbd', 'mariadb-install-db', 'mariadb']

/** Can a lab be built here, with MariaDB in it? */
export function mariadbRequirements(): Availability {
  const missing = PROGRAMS.find((program) => !isInstalled(program))
  if (missing === undefined) return labRequirements()
  return {
    available: false,
    because: `the program ${missing} is missing (Debian's mariadb-server)`,
  }
}

/**
 * Starts MariaDB on a fresh data directory, with the server's own defaults and not this machine's.
 *
 * @param options further options of mariadbd(8), such as `--max-connect-errors=5`
 */
export async function startMariadb(host: Host, options: readonly string[] = []): Promise<Mariadb> {
  const folder = await mkdtemp(join(tmpdir(), 'check-tcp-mariadb-'))
  const socket = join(folder, 'socket')
  const place = [
    ...['--no-defaults', '--user=root', `--datadir=${join(folder, 'data')}`, SMALL_LOG],
    // A server that starts removes temporary tables, also those of another one in the same folder.
    `--tmpdir=${folder}`,
  ]
  const query = (sql: string) =>
    runCommand('mariadb', [
      ...['--no-defaults', '--batch', '--skip-column-names'],
      ...[`--socket=${socket}`, '--user=root', `--execute=${sql}`],
    ])
  let child: ChildProcess | undefined
  const close = async () => {
    if (child) await endProcess(child)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await runCommand('mariadb-install-db', [...place, '--auth-root-authentication-method=normal'])
    const server = spawn(
      'ip',
      [
        ...['netns', 'exec', host.namespace, 'mariadbd', ...place, `--socket=${socket}`],
        ...[`--pid-file=${join(folder, 'pid')}`, `--port=${PORT}`, '--bind-address=*'],
        // Without it nobody can look into the host cache.
        ...['--performance-schema=on', ...options],
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    child = server
    const lines = await logOnceReady(server, server.stderr)
    await query(`create user ${ACCOUNT.user}@'%' identified by '${ACCOUNT.password}'`)
    return {
      port: PORT,
      query,
      logInFrom: (client) => logIn(client, host),
      log: () => lines,
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Resolves when the server takes connections, with the array that its log goes on to grow in. */
function logOnceReady(server: ChildProcess, log: Readable): Promise<readonly string[]> {
  const lines: string[] = []
  return new Promise((resolve, reject) => {
    createInterface({ input: log }).on('line', (line) => {
      lines.push(line)
      // It says so when its sockets are bound.
      if (line.includes('ready for connections')) resolve(lines)
    })
    server.once('error', reject)
    server.once('close', () => reject(new Error(`MariaDB did not start: ${lines.join('; ')}`)))
  })
}

async function logIn(client: Host, server: Host): Promise<void> {
  await client.run('mariadb', [
    ...['--no-defaults', `--host=${server.ipv4}`, `--port=${PORT}`],
    ...[`--user=${ACCOUNT.user}`, `--password=${ACCOUNT.password}`, '--execute=select 1'],
  ])
}
