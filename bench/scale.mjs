// Cost and memory of the command from 10,000 to 1,000,000 streamed targets.
import { join } from 'node:path'
import {
  COMMAND,
  compile,
  startServer,
  temporaryFolder,
  timeCommand,
  writeTargets,
} from './contestants.mjs'
import { median } from './tools/median.mjs'
import { reportTable } from './tools/report-table.mjs'
import { rounds } from './tools/rounds.mjs'

const ROUNDS = rounds(3)
const COUNTS = [10_000, 100_000, 1_000_000]
const ADDRESSES = 16_384

const folder = temporaryFolder()
const server = compile('open-server', folder)
if (!server) {
  console.log('scale: left out, there is no C compiler (Debian: apt-get install gcc libc6-dev)')
} else {
  const port = await startServer(server)
  // Open, refused and mixed: nobody listens on port 1 of loopback.
  const mixes = {
    open: () => port,
    refused: () => 1,
    mixed: (index) => (index % 2 === 0 ? port : 1),
  }
  const rows = []
  const numbers = []
  for (const [mix, portOf] of Object.entries(mixes)) {
    const files = COUNTS.map((count) =>
      writeTargets(folder, `${mix}-${count}`, count, portOf, ADDRESSES),
    )
    const measured = COUNTS.map(() => [])
    for (let round = 0; round < ROUNDS; round++) {
      for (const [index, file] of files.entries()) {
        const args = [COMMAND, '--targets', file, '--output', 'ndjson']
        measured[index].push(timeCommand(process.execPath, args, join(folder, 'out')))
      }
    }
    const costs = measured.map((runs, index) =>
      median(runs.map(({ seconds }) => seconds / COUNTS[index])),
    )
    const peaks = measured.map((runs) => median(runs.map(({ peakKb }) => peakKb / 1_024)))
    for (const [index, count] of COUNTS.entries()) {
      const name = `${mix}, ${count.toLocaleString('en')}`
      numbers.push({ name, runs: measured[index] })
      rows.push([
        name,
        (costs[index] * 1e6).toFixed(1),
        (costs[index] / costs[0]).toFixed(2),
        peaks[index].toFixed(0),
        (peaks[index] / peaks[0]).toFixed(2),
      ])
    }
  }
  reportTable({
    name: 'scale',
    title: 'Cost and memory from 10,000 to 1,000,000 targets',
    explanation: `The whole command, targets streamed from a file, results as ndjson to a file: medians of ${ROUNDS} alternating rounds.`,
    columns: ['targets', 'µs per check', 'to 10,000', 'peak MiB', 'to 10,000'],
    rows,
    numbers,
  })
}
