import type { CheckParameters } from '../../../core/parameters/check-parameters.js'
import { COMMON_PORTS, TLS_SERVICES } from '../../../core/target/services.js'
import { mongodb, mysql, postgresql } from './database-greetings.js'
import { type Greeting, SHOWN } from './greeting.js'
import { http, imap, nats, pop3, redis, smtpOrFtp, ssh } from './line-greetings.js'
import { amqp, dns, ldap, mqtt } from './packet-greetings.js'

const GREETINGS: Readonly<Record<string, Greeting>> = {
  ssh,
  sftp: ssh,
  http,
  https: http,
  ws: http,
  wss: http,
  dns,
  domain: dns,
  smtp: smtpOrFtp,
  smtps: smtpOrFtp,
  imap,
  imaps: imap,
  pop3,
  pop3s: pop3,
  postgresql,
  postgres: postgresql,
  mysql,
  mariadb: mysql,
  mongodb,
  redis,
  rediss: redis,
  elasticsearch: http,
  amqp,
  amqps: amqp,
  ldap,
  ldaps: ldap,
  ftp: smtpOrFtp,
  nats,
  mqtt,
  mqtts: mqtt,
}

/** Whatever comes first. */
const anything: Greeting = {
  recognise: (answer) =>
    answer.subarray(0, SHOWN).toString('latin1').split(/\r?\n/)[0] || 'bytes without a line',
}

/** How the service that is named, or that is usual on the port, greets; for others anything they say counts. */
export function findGreeting({
  service,
  port,
}: CheckParameters): Greeting & { readonly tls: boolean } {
  const name = service ?? usualService(port)
  const greeting = (name === undefined ? undefined : GREETINGS[name]) ?? anything
  return { ...greeting, tls: name !== undefined && TLS_SERVICES.has(name) }
}

/** Of several services with one port, the first of the table is the usual one. */
function usualService(port: number): string | undefined {
  return Object.entries(COMMON_PORTS).find(([, usual]) => usual === port)?.[0]
}
