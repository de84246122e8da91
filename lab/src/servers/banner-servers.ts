import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Certified,
  missingServers,
  type RealServer,
  type StartedServer,
  startServer,
  TLS_FILES,
} from './real-server.js'
import { dovecot, mariadb, mosquitto, nginx, postgresql, run } from './server-commands.js'

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

/** Starts a server and waits until it takes connections; its folder goes with it. */
export function startBannerServer(
  service: BannerService,
  certified: Certified,
): Promise<StartedServer> {
  return startServer(BANNER_SERVERS[service], certified)
}
