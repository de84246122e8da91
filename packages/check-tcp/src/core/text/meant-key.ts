import { nearestSpelling } from './nearest-spelling.js'

/** What other tools call the same things. A word may be one of several keys; the one that is allowed is meant. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  params: ['parameters'],
  param: ['parameters'],
  args: ['parameters'],
  arguments: ['parameters'],
  options: ['parameters'],
  with: ['parameters'],
  vars: ['parameters'],
  settings: ['parameters'],
  title: ['name'],
  id: ['name'],
  label: ['name'],
  type: ['plugin'],
  module: ['plugin'],
  uses: ['plugin'],
  action: ['plugin'],
  desc: ['description'],
  comment: ['description'],
  checks: ['tasks'],
  jobs: ['tasks'],
  hostname: ['host'],
  address: ['host'],
  addr: ['host'],
  ip: ['host'],
  server: ['host'],
  target: ['host'],
  ports: ['port'],
  dport: ['port'],
  retries: ['attempts'],
  retry: ['attempts'],
  tries: ['attempts'],
  max_attempts: ['attempts'],
  delay: ['retry_delay'],
  retry_interval: ['retry_delay'],
  sport: ['source_port'],
  src_port: ['source_port'],
  local_port: ['source_port'],
  connect_timeout: ['timeout'],
  timeout_seconds: ['timeout'],
  ipv6: ['family'],
  ip_version: ['family'],
  ssl: ['tls'],
  state: ['expect'],
  interval: ['every'],
}

/** The key among `known` that was probably meant by another: its name in other tools, or a slip of the pen. */
export function meantKey(key: string, known: readonly string[]): string | undefined {
  const name = key.toLowerCase().replaceAll('-', '_')
  if (known.includes(name)) return name
  const synonyms = Object.hasOwn(SYNONYMS, name) ? SYNONYMS[name] : undefined
  return synonyms?.find((one) => known.includes(one)) ?? nearestSpelling(key, known)
}
