// The latency that engines report against the kernel's own and a packet capture's, at 1 to 10,000 connects at once.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { labRequirements } from '../lab/dist/index.js'
import { compile, isInstalled, temporaryFolder } from './contestants.mjs'
import { openDelayedLink, openLoopback } from './latency-places.mjs'
import { compareLatencies, latencyRow } from './latency-row.mjs'
import { startCapture } from './tools/packet-capture.mjs'
import { handshakeKey } from './tools/pcap.mjs'
import { reportTable } from './tools/report-table.mjs'
import { rounds } from './tools/rounds.mjs'

const here = import.meta.dirname
const ROUNDS = rounds(5)
const AT_ONCE = [1, 10, 100, 1_000, 10_000]
const ENGINES = ['native', 'node']
const DELAY_MS = 5

/** Enough for a 99th percentile, and each place among those at once is taken at least twice. */
const connectsFor = (atOnce) => Math.max(1_000, 2 * atOnce)

const folder = temporaryFolder()
const server = compile('open-server', folder)
const link = compile('delayed-link', folder)
const lab = labRequirements()
if (!lab.available) console.log(`latency: left out, ${lab.because}`)
else if (!isInstalled('tcpdump')) {
  console.log('latency: left out, there is no tcpdump (Debian: apt-get install tcpdump)')
} else if (!server || !link) {
  console.log('latency: left out, there is no C compiler (Debian: apt-get install gcc libc6-dev)')
} else {
  await measure({
    name: 'latency',
    title: 'Reported latency over loopback',
    where: 'Open loopback targets, whose handshakes end within connect(2).',
    place: await openLoopback({ server }),
  })
  await measure({
    name: 'latency-delayed',
    title: `Reported latency when an answer takes ${DELAY_MS} ms`,
    where: `Open targets in another network namespace, whose answers are delayed by ${DELAY_MS} ms on the way, or more when a crowd queues for the link.`,
    place: await openDelayedLink({ server, link, delayMs: DELAY_MS }),
  })
}

async function measure({ name, title, where, place }) {
  try {
    const cases = []
    const engines = {}
    for (const engine of ENGINES) engines[engine] = await startEngine(engine, place)
    // The first connects of a process load and compile what the others find ready.
    for (const { run } of Object.values(engines)) await run(1_000, 100)
    for (const atOnce of AT_ONCE) {
      const measured = Object.fromEntries(ENGINES.map((engine) => [engine, []]))
      for (let round = 0; round < ROUNDS; round++) {
        const order = round % 2 === 0 ? ENGINES : [...ENGINES].reverse()
        for (const engine of order) {
          const file = join(folder, `${name}.pcap`)
          const capture = await startCapture({ ...place, file })
          const reports = await engines[engine].run(connectsFor(atOnce), atOnce)
          const capturedUs = await capture.handshakes(reports.map((report) => keyOf(report, place)))
          measured[engine].push(compareLatencies(reports, capturedUs))
        }
      }
      for (const engine of ENGINES) cases.push({ engine, atOnce, rounds: measured[engine] })
    }
    for (const { end } of Object.values(engines)) end()
    reportTable({
      name,
      title,
      explanation: `${where} Microseconds, medians of ${ROUNDS} alternating rounds. \`connect_time\` is stamped by the engine, \`response_time\` is what a result reports; the kernel's is the round trip of TCP_INFO, the capture's the time from SYN to SYN-ACK in tcpdump. Goal at 1,000 at once: a median within twice the kernel's or 50 µs of it, a 99th percentile (p99) within 1 ms of the capture's.`,
      columns: latencyRow.columns,
      rows: cases.map(latencyRow),
      numbers: cases,
    })
  } finally {
    await place.dispose()
  }
}

function keyOf({ sourceAddress, sourcePort, target }, { port }) {
  return handshakeKey({ address: sourceAddress, port: sourcePort }, { address: target, port })
}

/** An engine in a process of its own inside the place; it goes on between the rounds. */
async function startEngine(engine, { namespace, port, addressOf }) {
  const program = [process.execPath, join(here, 'latency-process.mjs'), engine]
  const child = spawn('ip', ['netns', 'exec', namespace, ...program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  process.on('exit', () => child.kill('SIGKILL'))
  const answer = async () => {
    const ended = new AbortController()
    const onExit = () => ended.abort(new Error(`the ${engine} engine's process ended`))
    child.once('exit', onExit)
    try {
      const [message] = await once(child, 'message', { signal: ended.signal })
      return message
    } finally {
      child.off('exit', onExit)
    }
  }
  await answer()
  return {
    async run(connects, atOnce) {
      const targets = Array.from({ length: connects }, (_, index) => addressOf(index))
      child.send({ targets, port, atOnce })
      const reports = await answer()
      const failed = reports.find(({ kind }) => kind !== 'connected')
      if (failed) throw new Error(`a connect failed: ${JSON.stringify(failed)}`)
      return reports
    },
    end: () => child.kill('SIGKILL'),
  }
}
