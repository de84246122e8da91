import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Host } from './host.js'

/**
 * Notes when SYNs to a port come to or leave a host's `eth0`, with tcpdump(8).
 *
 * @returns a function that ends the capture and gives the times in milliseconds, in their order
 */
export async function recordSynTimes(host: Host, port: number): Promise<() => Promise<number[]>> {
  const syn = 'tcp[tcpflags] & (tcp-syn | tcp-ack) == tcp-syn'
  const options = ['-n', '-tt', '-l', '--immediate-mode', '-Z', 'root', '-i', 'eth0']
  const args = ['netns', 'exec', host.namespace, 'tcpdump', ...options]
  const child = spawn('ip', [...args, `tcp dst port ${port} and ${syn}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const times: number[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    // The last line is empty.
    if (line !== '') times.push(Number(line.split(' ', 1)[0]) * 1_000)
  })
  const said: string[] = []
  const ended = once(child, 'close')
  const errors = createInterface({ input: child.stderr })
  await new Promise<void>((resolve, reject) => {
    errors.on('line', (line) => {
      said.push(line)
      if (line.includes('listening on')) resolve()
    })
    child.once('close', () => reject(new Error(`tcpdump did not start: ${said.join('; ')}`)))
  })
  return async () => {
    child.kill('SIGINT')
    await ended
    const lost = said.find((line) => line.includes('dropped by kernel'))
    if (!lost?.startsWith('0 ')) throw new Error(`tcpdump lost packets: ${said.join('; ')}`)
    return times
  }
}
