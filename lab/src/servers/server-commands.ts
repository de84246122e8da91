import { spawnSync } from 'node:child_process'
import { chmod, chown, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Place, TLS_FILES } from './real-server.js'

/** A server with one port and no content. */
export async function nginx({ folder, port }: Place, tls: string): Promise<readonly string[]> {
  const listen = `listen 127.0.0.1:${port}${tls === '' ? '' : ' ssl'}; ${tls}`
  const file = join(folder, 'nginx.conf')
  await writeFile(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/log; events {}
http { access_log off; client_body_temp_path ${folder}/body; server { ${listen} } }
`,
  )
  return ['nginx', '-p', folder, '-c', file]
}

/** Answers anonymous clients, and keeps nothing. */
export async function mosquitto({ folder, port }: Place, tls: readonly string[]) {
  const file = join(folder, 'mosquitto.conf')
  const lines = [`listener ${port} 127.0.0.1`, ...tls, 'allow_anonymous true', 'user root']
  await writeFile(file, `${lines.join('\n')}\n`)
  return ['mosquitto', '-c', file]
}

/** One protocol of Dovecot on one port; `login`: the name of its service where that is another. */
export async function dovecot(
  place: Place,
  service: string,
  { protocol = service.replace(/s$/, ''), login = protocol, more = [] }: DovecotOptions = {},
): Promise<readonly string[]> {
  const { folder, port } = place
  const [certificate, key] = TLS_FILES(place)
  const listener = (name: string) => {
    const [at, ssl] = [name === service ? port : 0, name === `${protocol}s` ? 'yes' : 'no']
    return [`inet_listener ${name} {`, 'address = 127.0.0.1', `port = ${at}`, `ssl = ${ssl}`, '}']
  }
  const lines = [
    `protocols = ${protocol}`,
    `base_dir = ${folder}/run`,
    `state_dir = ${folder}/state`,
    `log_path = ${folder}/log`,
    'ssl = yes',
    `ssl_cert = <${certificate}`,
    `ssl_key = <${key}`,
    ...[`service ${login}-login {`, ...listener(protocol), ...listener(`${protocol}s`), '}'],
    ...['passdb {', 'driver = static', 'args = nopassword=y', '}'],
    ...['userdb {', 'driver = static', 'args = uid=nobody gid=nogroup home=/nonexistent', '}'],
    ...more,
  ]
  const file = join(folder, 'dovecot.conf')
  await writeFile(file, `${lines.join('\n')}\n`)
  return ['dovecot', '-F', '-c', file]
}

interface DovecotOptions {
  readonly protocol?: string
  readonly login?: string
  readonly more?: readonly string[]
}

/** A PostgreSQL of its own, run by Debian's user for it. */
export async function postgresql(
  { folder, port }: Place,
  options: readonly string[],
): Promise<readonly string[]> {
  const bin = await postgresqlPrograms()
  const data = join(folder, 'data')
  const [uid, gid] = ['-u', '-g'].map((which) => Number(run('id', which, 'postgres')))
  await chown(folder, uid ?? 0, gid ?? 0)
  for (const file of TLS_FILES({ folder, port })) {
    await chown(file, uid ?? 0, gid ?? 0)
    // It refuses a key that others may read.
    await chmod(file, 0o600)
  }
  const asPostgres = ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups']
  run(...asPostgres, join(bin, 'initdb'), '--auth=trust', '--pgdata', data)
  const where = ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', folder]
  return [...asPostgres, join(bin, 'postgres'), ...where, ...options]
}

export async function mariadb(
  { folder, port }: Place,
  options: readonly string[],
): Promise<readonly string[]> {
  const data = [`--datadir=${join(folder, 'data')}`, `--tmpdir=${folder}`]
  const place = ['--no-defaults', '--user=root', ...data, '--innodb-log-file-size=4M']
  run('mariadb-install-db', ...place)
  const where = [`--socket=${join(folder, 's')}`, `--port=${port}`, '--bind-address=127.0.0.1']
  return ['mariadbd', ...place, ...where, `--pid-file=${join(folder, 'pid')}`, ...options]
}

async function postgresqlPrograms(): Promise<string> {
  const versions = (await readdir('/usr/lib/postgresql')).sort((a, b) => Number(b) - Number(a))
  return `/usr/lib/postgresql/${versions[0]}/bin`
}

/** Runs a command to its end. @returns what it printed @throws where it fails */
export function run(...command: readonly string[]): string {
  const [program = '', ...args] = command
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`)
  return stdout.trim()
}
