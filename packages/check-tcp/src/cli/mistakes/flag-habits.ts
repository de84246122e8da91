import { nearestSpelling } from '../../core/text/nearest-spelling.js'

/** A flag of another program, and what is written here instead. */
interface Habit {
  /** What follows it is its value. */
  readonly takesValue?: boolean
  /** Its words here; a host or a port is gathered and becomes a target. */
  readonly becomes?: readonly string[]
  readonly is?: 'host' | 'port'
  /** The command that it belongs to, where it is none of `check-tcp` itself. */
  readonly command?: string
}

/** Stands for the value of the flag. */
export const VALUE = '\u0000'
const DROPPED: Habit = {}
const HOST: Habit = { takesValue: true, is: 'host' }
const PORT: Habit = { takesValue: true, is: 'port' }
const TIMEOUT: Habit = { takesValue: true, becomes: ['--timeout', VALUE] }
const FORMAT: Habit = { takesValue: true, becomes: ['--output', VALUE] }
const ATTEMPTS: Habit = { takesValue: true, becomes: ['--attempts', VALUE] }
const COUNT: Habit = { takesValue: true, becomes: ['--count', VALUE], command: 'watch' }
const CONCURRENCY: Habit = { takesValue: true, becomes: ['--concurrency', VALUE] }
const LIST: Habit = { takesValue: true, becomes: ['--targets', VALUE] }
const FAMILY_4: Habit = { becomes: ['--family', '4'] }
const FAMILY_6: Habit = { becomes: ['--family', '6'] }
const VERBOSE: Habit = { becomes: ['--verbose'] }
const SERVER_NAME: Habit = { takesValue: true, becomes: ['--tls-server-name', VALUE] }
const SOURCE_PORT: Habit = { takesValue: true, becomes: ['--source-port', VALUE] }

/** Of nc, nmap, curl, ssh, ping, check_tcp, wait-for-it and their like. */
export const HABITS: Readonly<Record<string, Habit>> = {
  '--host': HOST,
  '--hostname': HOST,
  '--target': HOST,
  '--server': HOST,
  '--ip': HOST,
  '--addr': HOST,
  '--dest': HOST,
  '--url': HOST,
  '-H': HOST,
  '--port': PORT,
  '--dport': PORT,
  '--ports': PORT,
  '-p': PORT,
  '-P': PORT,
  '-t': TIMEOUT,
  '-w': TIMEOUT,
  '-W': TIMEOUT,
  '-m': TIMEOUT,
  '-T': TIMEOUT,
  '--wait-time': TIMEOUT,
  '--connect-timeout': TIMEOUT,
  '--max-time': TIMEOUT,
  '--tcp-timeout': TIMEOUT,
  '--format': FORMAT,
  '-f': FORMAT,
  '-F': FORMAT,
  '--json': { becomes: ['--output', 'json'] },
  '-j': { becomes: ['--output', 'json'] },
  '--ndjson': { becomes: ['--output', 'ndjson'] },
  '--jsonl': { becomes: ['--output', 'ndjson'] },
  '--junit': { becomes: ['--output', 'junit'] },
  '--tap': { becomes: ['--output', 'tap'] },
  '--nagios': { becomes: ['--output', 'nagios'] },
  '--retries': ATTEMPTS,
  '--retry': ATTEMPTS,
  '--tries': ATTEMPTS,
  '-r': ATTEMPTS,
  '--delay': { takesValue: true, becomes: ['--retry-delay', VALUE] },
  '-c': COUNT,
  '-n': COUNT,
  '--count': COUNT,
  '-i': { takesValue: true, becomes: ['--interval', VALUE], command: 'watch' },
  '--interval': { takesValue: true, becomes: ['--interval', VALUE], command: 'watch' },
  '--watch': { command: 'watch' },
  '--follow': { command: 'watch' },
  '--for': { takesValue: true, becomes: ['--for', VALUE], command: 'wait' },
  '--until': { takesValue: true, becomes: ['--until', VALUE], command: 'wait' },
  '--wait': { command: 'wait' },
  '--explain': { command: 'explain' },
  '--why': { command: 'explain' },
  '--file': LIST,
  '--input': LIST,
  '--list': LIST,
  '-iL': LIST,
  '--parallel': CONCURRENCY,
  '--threads': CONCURRENCY,
  '--workers': CONCURRENCY,
  '--sport': SOURCE_PORT,
  '--local-port': SOURCE_PORT,
  '--src-port': SOURCE_PORT,
  '-4': FAMILY_4,
  '--ipv4': FAMILY_4,
  '--inet': FAMILY_4,
  '-6': FAMILY_6,
  '--ipv6': FAMILY_6,
  '--inet6': FAMILY_6,
  '--ssl': { becomes: ['--tls'] },
  '--sni': SERVER_NAME,
  '--servername': SERVER_NAME,
  '--server-name': SERVER_NAME,
  '--cacert': { takesValue: true, becomes: ['--tls-ca', VALUE] },
  '--cafile': { takesValue: true, becomes: ['--tls-ca', VALUE] },
  '--cert': { takesValue: true, becomes: ['--tls-certificate', VALUE] },
  '--key': { takesValue: true, becomes: ['--tls-key', VALUE] },
  '-v': VERBOSE,
  '--debug': VERBOSE,
  '-z': DROPPED,
  '-q': DROPPED,
  '-s': DROPPED,
  '-S': DROPPED,
  '-k': DROPPED,
  '-N': DROPPED,
  '-Pn': DROPPED,
  '-sT': DROPPED,
  '-sS': DROPPED,
  '--open': DROPPED,
  '--quiet': DROPPED,
  '--silent': DROPPED,
  '--tcp': DROPPED,
  '--no-color': DROPPED,
}

/** check_tcp of the monitoring plugins, which alone has -H, means other things by some letters. */
const HABITS_OF_CHECK_TCP: Readonly<Record<string, Habit>> = {
  '-w': { takesValue: true, becomes: ['--expected-response-time', VALUE] },
  '-c': { takesValue: true },
  '-H': { takesValue: true, is: 'host', becomes: ['--output', 'nagios'] },
}

/** wait-for-it and its like mean the whole wait. */
const HABITS_OF_WAITING: Readonly<Record<string, Habit>> = Object.fromEntries(
  ['-t', '-w', '-W', '-m'].map((flag) => [flag, { takesValue: true, becomes: ['--for', VALUE] }]),
)

/** A task file is no option of `run`. */
const HABITS_OF_RUN: Readonly<Record<string, Habit>> = Object.fromEntries(
  ['-f', '--file', '--files', '--input', '--targets', '--config', '-c'].map((flag) => [
    flag,
    { takesValue: true, is: 'host' },
  ]),
)

/** Flags of other programs for what is not done here; no flag here is meant by them. */
const FOREIGN: ReadonlySet<string> = new Set(
  '--interface --source --bind --yaml --csv --xml --user --proxy'.split(' '),
)

/** Does it ask for what is not done here? */
export function isForeign(flag: string): boolean {
  return FOREIGN.has(flag)
}

/** Shorter words are near to too many others. */
const SHORTEST_MISSPELT = '--xxxx'.length

export function habitOf(
  flag: string,
  argv: readonly string[],
  path: readonly string[],
): Habit | undefined {
  if (argv.includes('-H') && HABITS_OF_CHECK_TCP[flag]) return HABITS_OF_CHECK_TCP[flag]
  if (isForeign(flag)) return undefined
  if (path[0] === 'run' && HABITS_OF_RUN[flag]) return HABITS_OF_RUN[flag]
  // The source address of nc; `-s` of curl has no value.
  if (flag === '-s' && /^[\d.:a-f]+$/i.test(argv[argv.indexOf('-s') + 1] ?? '')) return undefined
  if (path[0] === 'wait' && HABITS_OF_WAITING[flag]) return HABITS_OF_WAITING[flag]
  if (HABITS[flag] || !flag.startsWith('--') || flag.length < SHORTEST_MISSPELT) return HABITS[flag]
  const long = Object.keys(HABITS).filter((one) => one.startsWith('--'))
  const nearest = nearestSpelling(
    flag.slice(2),
    long.map((one) => one.slice(2)),
  )
  return nearest === undefined ? undefined : HABITS[`--${nearest}`]
}

/** Is it a flag that other programs have, in exactly this spelling? */
export function isHabit(flag: string): boolean {
  return HABITS[flag] !== undefined
}

/** Flags that ask for what is not TCP. */
const UDP = /^(-u|--udp|-sU|-[zvnw46]*u[zvnw46]*)$/

export function asksForUdp(flag: string): boolean {
  return UDP.test(flag)
}
