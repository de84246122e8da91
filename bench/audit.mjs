// The whole command with an audit log and without one, in turns: what a record of every check costs.
import { rmSync, writeFileSync } from 'node:fs'
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

const ROUNDS = rounds(9)
const TARGETS = 16_384

const folder = temporaryFolder()
const server = compile('open-server', folder)
if (!server) {
  console.log('audit: left out, there is no C compiler (Debian: apt-get install gcc libc6-dev)')
} else {
  const port = await startServer(server)
  const out = join(folder, 'out')
  const targets = writeTargets(folder, 'targets', TARGETS, port)
  const args = [COMMAND, '--targets', targets, '--output', 'ndjson']
  const contestants = {
    'without audit': () => run('default: allow\n', []),
    relaxed: () => run(policy('relaxed'), []),
    strict: () => run(policy('strict'), []),
    'without audit, 64 at once': () => run('default: allow\n', ['--concurrency', '64']),
    'strict, 64 at once': () => run(policy('strict'), ['--concurrency', '64']),
  }
  const beside = (name) =>
    name.endsWith('64 at once') ? 'without audit, 64 at once' : 'without audit'

  function policy(mode) {
    return `audit: { directory: log, mode: ${mode} }\n`
  }

  function run(text, flags) {
    const file = join(folder, 'policy.yaml')
    writeFileSync(file, text)
    rmSync(join(folder, 'log'), { recursive: true, force: true })
    const { seconds } = timeCommand(process.execPath, [...args, ...flags, '--policy', file], out)
    return TARGETS / seconds
  }

  const names = Object.keys(contestants)
  const measured = Object.fromEntries(names.map((name) => [name, []]))
  for (const run of Object.values(contestants)) run()
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? names : [...names].reverse()
    for (const name of order) measured[name].push(contestants[name]())
  }
  const ratio = (name) =>
    median(measured[name].map((value, round) => value / measured[beside(name)][round]))
  reportTable({
    name: 'audit',
    title: 'Checks per second with an audit log',
    explanation: `${TARGETS} open loopback targets from a file, results as ndjson to a file, default flags unless stated otherwise, a new log each time: medians of ${ROUNDS} alternating rounds. In strict mode no result is printed before its entry is on disk.`,
    columns: ['audit log', 'checks per second', 'times as fast as without'],
    rows: names.map((name) => [name, median(measured[name]).toFixed(0), ratio(name).toFixed(2)]),
    numbers: names.map((name) => ({ name, perSecond: measured[name] })),
  })
}
