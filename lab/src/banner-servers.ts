import { spawn, spawnSync } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.js'
import { endProcess } from './host-process.js'
import { isInstalled } from './requirements.js'
import { untilListening } from './until-listening.js'

/** What a server is started with: a folder of its own, a free port of 127.0.0.1, a certificate and its key. */
export interface Place {
  readonly folder: string
  readonly port: number
}

export interface RealServer {
  /** The program that must be there, and the Debian package that brings it. */
  readonly program: string
  readonly debianPackage: string
  /** Prepares the folder and gives the command line of a server that stays in the foreground. */
  readonly command: (place: Place) => Promise<readonly string[]>
}

export const TLS_FILES = ({ folder }: Place) =>
  [join(folder, 'cert.pem'), join(folder, 'key.pem')] as const

/** Real servers of Debian's, by the service whose greeting they give. */
export const BANNER_SERVERS = {
  ssh: {
    program: '/usr/sbin/sshd',
    debianPackage: 'openssh-server',
    async command({ folder, port }) {
      const key = join(folder, 'host-key')
      run('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', key)
      await mkdir('/run/sshd', { recursive: true })
      const options = [`-oPort=${port}`, '-oListenAddress=127.0.0.1', '-oPidFile=none']
      return ['/usr/sbin/sshd', '-D', '-f', '/dev/null', '-h', key, ...options]
    },
  },
  http: {
    program: 'nginx',
    debianPackage: 'nginx-light',
    command: (place) => nginx(place, ''),
  },
  https: {
    program: 'nginx',
    debianPackage: 'nginx-light',
    command(place) {
      const [certificate, key] = TLS_FILES(place)
      return nginx(place, `ssl_certificate ${certificate}; ssl_certificate_key ${key};`)
    },
  },
  dns: {
    program: 'dnsmasq',
    debianPackage: 'dnsmasq-base',
    async command({ port }) {
      const where = [`--port=${port}`, '--listen-address=127.0.0.1', '--bind-interfaces']
      const alone = ['--conf-file=/dev/null', '--pid-file=', '--no-resolv', '--no-hosts']
      return ['dnsmasq', '--keep-in-foreground', '--user=root', ...where, ...alone]
    },
  },
  redis: {
    program: 'redis-server',
    debianPackage: 'redis-server',
    async command({ folder, port }) {
      return ['redis-server', '--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder]
    },
  },
  rediss: {
    program: 'redis-server',
    debianPackage: 'redis-server',
    async command(place) {
      const [certificate, key] = TLS_FILES(place)
      const tls = [
        '--tls-cert-file',
        certificate,
        '--tls-key-file',
        key,
        '--tls-auth-clients',
        'no',
      ]
      const where = ['--port', '0', '--tls-port', `${place.port}`, '--bind', '127.0.0.1']
      return ['redis-server', ...where, ...tls, '--dir', place.folder]
    },
  },
  smtp: {
    program: 'smtpd',
    debianPackage: 'opensmtpd',
    async command({ folder, port }) {
      const file = join(folder, 'smtpd.conf')
      const lines = [
        `listen on 127.0.0.1 port ${port}`,
        'action "drop" maildir',
        'match from any reject',
      ]
      await writeFile(file, `${lines.join('\n')}\n`)
      return ['smtpd', '-d', '-f', file]
    },
  },
  ftp: {
    program: 'vsftpd',
    debianPackage: 'vsftpd',
    async command({ folder, port }) {
      const file = join(folder, 'vsftpd.conf')
      const settings = [
        `listen_port=${port}`,
        'listen_address=127.0.0.1',
        `secure_chroot_dir=${folder}`,
      ]
      await writeFile(file, `listen=YES\nbackground=NO\nisolate=NO\n${settings.join('\n')}\n`)
      return ['vsftpd', file]
    },
  },
  imap: {
    program: '/usr/lib/dovecot/imap-login',
    debianPackage: 'dovecot-imapd',
    command: (place) => dovecot(place, 'imap'),
  },
  imaps: {
    program: '/usr/lib/dovecot/imap-login',
    debianPackage: 'dovecot-imapd',
    command: (place) => dovecot(place, 'imaps'),
  },
  pop3: {
    program: '/usr/lib/dovecot/pop3-login',
    debianPackage: 'dovecot-pop3d',
    command: (place) => dovecot(place, 'pop3'),
  },
  pop3s: {
    program: '/usr/lib/dovecot/pop3-login',
    debianPackage: 'dovecot-pop3d',
    command: (place) => dovecot(place, 'pop3s'),
  },
  nats: {
    program: 'nats-server',
    debianPackage: 'nats-server',
    command: async ({ port }) => ['nats-server', '--addr', '127.0.0.1', '--port', `${port}`],
  },
  mqtt: {
    program: 'mosquitto',
    debianPackage: 'mosquitto',
    command: (place) => mosquitto(place, []),
  },
  mqtts: {
    program: 'mosquitto',
    debianPackage: 'mosquitto',
    command(place) {
      const [certificate, key] = TLS_FILES(place)
      return mosquitto(place, [`certfile ${certificate}`, `keyfile ${key}`])
    },
  },
  ldap: {
    program: 'slapd',
    debianPackage: 'slapd',
    async command({ folder, port }) {
      const file = join(folder, 'slapd.conf')
      await writeFile(file, `pidfile ${folder}/pid\ndatabase frontend\n`)
      return ['slapd', '-d', '0', '-f', file, '-h', `ldap://127.0.0.1:${port}/`]
    },
  },
  postgresql: {
    program: 'initdb',
    debianPackage: 'postgresql',
    command: (place) => postgresql(place, []),
  },
  mysql: {
    program: 'mariadbd',
    debianPackage: 'mariadb-server',
    command: (place) => mariadb(place, []),
  },
} as const satisfies Record<string, RealServer>

export type BannerService = keyof typeof BANNER_SERVERS

/** Debian's packages of servers that are not here. */
export function missingBannerServers(): readonly string[] {
  return missingServers(Object.values(BANNER_SERVERS))
}

/** Debian's packages of those servers that are not here. */
export function missingServers(servers: readonly RealServer[]): readonly string[] {
  const missing = servers.filter(({ program }) =>
    program === 'initdb'
      ? spawnSync('sh', ['-c', 'ls /usr/lib/postgresql/*/bin/initdb']).status !== 0
      : !isInstalled(program),
  )
  return [...new Set(missing.map(({ debianPackage }) => debianPackage))]
}

/** Starts a server and waits until it takes connections; its folder goes with it. */
export function startBannerServer(
  service: BannerService,
  certified: Certified,
): Promise<StartedServer> {
  return startServer(BANNER_SERVERS[service], certified)
}

/** A certificate and its key, as PEM. */
export interface Certified {
  readonly certificate: string
  readonly key: string
}

export interface StartedServer extends AsyncDisposable {
  readonly port: number
}

/** Starts a server in a folder of its own, which goes with it, and waits until it takes connections. */
export async function startServer(
  server: RealServer,
  { certificate, key }: Certified,
): Promise<StartedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'check-tcp-server-'))
  await chmod(folder, 0o755)
  const place = { folder, port: await freePort() }
  const [certificateFile, keyFile] = TLS_FILES(place)
  await writeFile(certificateFile, certificate)
  await writeFile(keyFile, key)
  const [program = '', ...args] = await server.command(place)
  const child = spawn(program, args, { stdio: 'ignore' })
  await untilListening(place.port, child)
  return {
    port: place.port,
    async [Symbol.asyncDispose]() {
      await endProcess(child)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function nginx({ folder, port }: Place, tls: string): Promise<readonly string[]> {
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
async function mosquitto({ folder, port }: Place, tls: readonly string[]) {
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

function run(...command: readonly string[]): string {
  const [program = '', ...args] = command
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`)
  return stdout.trim()
}
