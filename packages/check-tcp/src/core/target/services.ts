/** The document's common ports, by the names people and URLs use for them. */
export const COMMON_PORTS: Readonly<Record<string, number>> = {
  ssh: 22,
  http: 80,
  https: 443,
  dns: 53,
  domain: 53,
  smtp: 25,
  smtps: 465,
  imap: 143,
  imaps: 993,
  pop3: 110,
  pop3s: 995,
  postgresql: 5432,
  postgres: 5432,
  mysql: 3306,
  mariadb: 3306,
  mongodb: 27017,
  redis: 6379,
  rediss: 6379,
  elasticsearch: 9200,
  ws: 80,
  wss: 443,
  amqp: 5672,
  amqps: 5671,
  ldap: 389,
  ldaps: 636,
  ftp: 21,
  sftp: 22,
  nats: 4222,
  mqtt: 1883,
  mqtts: 8883,
}

/** Those that begin with a TLS handshake instead of asking for one later. */
export const TLS_SERVICES: ReadonlySet<string> = new Set([
  'https',
  'wss',
  'smtps',
  'imaps',
  'pop3s',
  'rediss',
  'amqps',
  'ldaps',
  'mqtts',
])

/** Services that answer over UDP alone, so that no TCP connection can say anything about them. */
export const UDP_SERVICES: ReadonlySet<string> = new Set([
  'ntp',
  'snmp',
  'snmptrap',
  'tftp',
  'syslog',
  'bootps',
  'bootpc',
  'dhcp',
  'radius',
  'mdns',
  'ssdp',
  'wireguard',
])

export const SERVICES: readonly string[] = Object.keys(COMMON_PORTS)

/** Seconds: services that stand near their users and answer at once need not be waited for as long as others. */
export const SERVICE_TIMEOUTS: Readonly<Record<string, number>> = {
  postgresql: 5,
  postgres: 5,
  mysql: 5,
  mariadb: 5,
  mongodb: 5,
  redis: 3,
  rediss: 3,
  elasticsearch: 5,
  dns: 5,
  domain: 5,
}

/** What a port usually serves, for one line of human output. */
export const SERVICE_NAMES: Readonly<Record<number, string>> = {
  22: 'SSH',
  25: 'SMTP',
  53: 'DNS',
  80: 'HTTP',
  110: 'POP3',
  143: 'IMAP',
  443: 'HTTPS',
  993: 'IMAPS',
  995: 'POP3S',
  3306: 'MySQL',
  5432: 'PostgreSQL',
  6379: 'Redis',
  9200: 'Elasticsearch',
  27017: 'MongoDB',
}
