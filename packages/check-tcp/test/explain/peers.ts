import { execFile } from 'node:child_process'
import type { Lab } from 'check-tcp-lab'
import type { Situation } from './situation.js'

/** What other programs say of a situation, in their own words. */
export interface PeersSay {
  readonly nc: string
  readonly curl: string
  readonly nmap: string
}

/** What they cannot be brought into: a process without descriptors or rights, a policy of ours. */
const NOT_FOR_THEM = '–'
const WAIT_SECONDS = '4'

/** Asks Debian's nc, curl and nmap the same question from the same machine, as root. */
export async function askPeers(situation: Situation, lab: Lab): Promise<PeersSay> {
  if (situation.outOfDescriptors || situation.prober) {
    return { nc: NOT_FOR_THEM, curl: NOT_FOR_THEM, nmap: NOT_FOR_THEM }
  }
  const { host, port = 0, source_port } = situation.parameters(lab)
  const from = (flag: string) => (source_port === undefined ? [] : [flag, String(source_port)])
  const family = host.includes(':') ? ['-6'] : []
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/`
  const run = (command: string, ...args: readonly string[]) =>
    runIn(lab.prober.namespace, command, args)
  const nc = await run('nc', '-zv', '-w', WAIT_SECONDS, ...from('-p'), host, String(port))
  const curl = await run(
    ...(['curl', '-sS', '-o', '/dev/null', '-m', WAIT_SECONDS] as const),
    ...[...from('--local-port'), url],
  )
  const nmap = await run(
    ...(['nmap', '-Pn', '--system-dns', '--reason', '--host-timeout', '8'] as const),
    ...[...family, ...from('-g'), '-p', String(port), host],
  )
  return { nc: lastLine(nc), curl: lastLine(curl) || 'connected', nmap: stateIn(nmap, port) }
}

function runIn(namespace: string, command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: 'C' }
    const child = execFile(
      'ip',
      ['netns', 'exec', namespace, command, ...args],
      { env },
      (_, stdout, stderr) => resolve(`${stdout}${stderr}`),
    )
    child.stdin?.end()
  })
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/\d+ (ms|milliseconds)/, 'N $1') ?? ''
  )
}

/** The line of the port, or what nmap says instead. */
function stateIn(text: string, port: number): string {
  const state = new RegExp(`^${port}/tcp +(\\S+) +\\S+ +(.*)$`, 'm').exec(text)
  if (state) return `${state[1]} (${state[2]?.trim()})`
  const said =
    /^.*(Failed to resolve|failed|skipping|timed out|WARNING|Note: |down).*$/im.exec(text)?.[0] ??
    ''
  return said.trim() || 'nothing'
}
