// Captures the handshakes with one port of one network namespace while something is measured.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { handshakesOf } from './pcap.mjs'

/** Holds 10,000 handshakes many times over. */
const BUFFER_KIB = 65_536

/** An Ethernet, an IP and a TCP header with all their options. */
const SNAP_LENGTH = 14 + 60 + 60

/** The kernel hands packets over in blocks, each after a second at the latest. */
const PATIENCE_MS = 15_000
const INTERVAL_MS = 50

/** Starts tcpdump; resolves when it is capturing. */
export async function startCapture({ namespace, device, port, file }) {
  const filter = `tcp port ${port} and tcp[tcpflags] & tcp-syn != 0`
  const options = ['--time-stamp-precision=nano', '-s', SNAP_LENGTH, '-B', BUFFER_KIB, '-Z', 'root']
  const args = ['netns', 'exec', namespace, 'tcpdump', '-n', '-i', device, ...options]
  const child = spawn('ip', [...args.map(String), '-w', file, filter], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const end = () => child.kill('SIGKILL')
  process.on('exit', end)
  const ended = once(child, 'exit')
  const said = []
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line)
      if (line.includes('listening on')) resolve()
    })
    child.once('close', () => reject(new Error(`tcpdump did not start: ${said.join(' ')}`)))
  })

  return {
    /**
     * Ends the capture when it has all of these handshakes.
     *
     * @returns the microseconds of each, in the order of `keys`
     * @throws when tcpdump lost packets or a handshake is missing
     */
    async handshakes(keys) {
      const giveUpAtMs = performance.now() + PATIENCE_MS
      let tookUs
      do {
        await pause(INTERVAL_MS)
        // tcpdump(8): writes what it holds back into the file.
        child.kill('SIGUSR2')
        tookUs = handshakesOf(readFileSync(file))
      } while (keys.some((key) => !tookUs.has(key)) && performance.now() < giveUpAtMs)
      child.kill('SIGINT')
      await ended
      process.off('exit', end)
      rmSync(file)
      const dropped = /(\d+) packets? dropped by kernel/.exec(said.join('\n'))
      if (dropped?.[1] !== '0') throw new Error(`tcpdump lost packets: ${said.join('; ')}`)
      const missing = keys.filter((key) => !tookUs.has(key))
      if (missing.length > 0) {
        throw new Error(`the capture lacks ${missing.length} handshakes, such as ${missing[0]}`)
      }
      return keys.map((key) => tookUs.get(key))
    },
  }
}
