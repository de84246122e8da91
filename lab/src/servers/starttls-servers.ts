import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Certified,
  missingServers,
  type RealServer,
  type StartedServer,
  startServer,
  TLS_FILES,
} from './real-server.js'
import { dovecot, mariadb, postgresql } from './server-commands.js'

/** Real servers of Debian's that change to TLS when they are asked to, by the protocol in which they are asked. */
export const STARTTLS_SERVERS = {
  // Debian's OpenSMTPD cannot speak TLS with its OpenSSL, and no other server of mail can be installed beside it.
  smtp: {
    program: '/usr/lib/dovecot/submission-login',
    debianPackage: 'dovecot-submissiond',
    command: (place) =>
      dovecot(place, 'submission', { more: ['submission_relay_host = 127.0.0.1'] }),
  },
  imap: {
    program: '/usr/lib/dovecot/imap-login',
    debianPackage: 'dovecot-imapd',
    command: (place) => dovecot(place, 'imap'),
  },
  pop3: {
    program: '/usr/lib/dovecot/pop3-login',
    debianPackage: 'dovecot-pop3d',
    command: (place) => dovecot(place, 'pop3'),
  },
  sieve: {
    program: '/usr/lib/dovecot/managesieve-login',
    debianPackage: 'dovecot-managesieved',
    command: (place) => dovecot(place, 'sieve', { login: 'managesieve' }),
  },
  ftp: {
    program: 'vsftpd',
    debianPackage: 'vsftpd',
    async command(place) {
      const { folder, port } = place
      const [certificate, key] = TLS_FILES(place)
      const file = join(folder, 'vsftpd.conf')
      const settings = [
        ...['listen=YES', 'background=NO', 'isolate=NO', 'ssl_enable=YES'],
        ...[`listen_port=${port}`, 'listen_address=127.0.0.1', `secure_chroot_dir=${folder}`],
        ...[`rsa_cert_file=${certificate}`, `rsa_private_key_file=${key}`],
      ]
      await writeFile(file, `${settings.join('\n')}\n`)
      return ['vsftpd', file]
    },
  },
  ldap: {
    program: 'slapd',
    debianPackage: 'slapd',
    async command(place) {
      const { folder, port } = place
      const [certificate, key] = TLS_FILES(place)
      const file = join(folder, 'slapd.conf')
      const lines = [
        `pidfile ${folder}/pid`,
        `TLSCertificateFile ${certificate}`,
        `TLSCertificateKeyFile ${key}`,
        'database frontend',
      ]
      await writeFile(file, `${lines.join('\n')}\n`)
      return ['slapd', '-d', '0', '-f', file, '-h', `ldap://127.0.0.1:${port}/`]
    },
  },
  postgresql: {
    program: 'initdb',
    debianPackage: 'postgresql',
    command(place) {
      const [certificate, key] = TLS_FILES(place)
      const files = ['-c', `ssl_cert_file=${certificate}`, '-c', `ssl_key_file=${key}`]
      return postgresql(place, ['-c', 'ssl=on', ...files])
    },
  },
  mysql: {
    program: 'mariadbd',
    debianPackage: 'mariadb-server',
    command(place) {
      const [certificate, key] = TLS_FILES(place)
      return mariadb(place, [`--ssl-cert=${certificate}`, `--ssl-key=${key}`])
    },
  },
  xmpp: {
    program: 'prosody',
    debianPackage: 'prosody',
    async command(place) {
      const { folder, port } = place
      const [certificate, key] = TLS_FILES(place)
      const file = join(folder, 'prosody.cfg.lua')
      const lines = [
        'run_as_root = true',
        `pidfile = "${folder}/pid"`,
        `data_path = "${folder}"`,
        'modules_enabled = { "tls" }',
        'modules_disabled = { "s2s" }',
        'interfaces = { "127.0.0.1" }',
        `c2s_ports = { ${port} }`,
        `ssl = { certificate = "${certificate}", key = "${key}" }`,
        'VirtualHost "localhost"',
      ]
      await writeFile(file, `${lines.join('\n')}\n`)
      return ['prosody', '-F', '--config', file]
    },
  },
} as const satisfies Record<string, RealServer>

export type StartTlsService = keyof typeof STARTTLS_SERVERS

/** Debian's packages of servers that are not here. */
export function missingStartTlsServers(): readonly string[] {
  return missingServers(Object.values(STARTTLS_SERVERS))
}

/** Starts a server and waits until it takes connections; its folder goes with it. */
export function startStartTlsServer(
  service: StartTlsService,
  certified: Certified,
): Promise<StartedServer> {
  return startServer(STARTTLS_SERVERS[service], certified)
}
