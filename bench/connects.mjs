// Engines alone against the same loop in C, in turns, over 16,384 open loopback targets.
import { cLoop, compile, startEngine, startServer, temporaryFolder } from './contestants.mjs'
import { median } from './tools/median.mjs'
import { reportTable } from './tools/report-table.mjs'
import { rounds } from './tools/rounds.mjs'

const ROUNDS = rounds(7)
const JOB = { connects: 32_768, addresses: 16_384, atOnce: 500 }

const folder = temporaryFolder()
const server = compile('open-server', folder)
const loop = compile('connect-loop', folder)
if (!server || !loop) {
  console.log('connects: left out, there is no C compiler (Debian: apt-get install gcc libc6-dev)')
} else {
  const job = { ...JOB, port: await startServer(server) }
  const native = await startEngine('native')
  const node = await startEngine('node')
  const contestants = {
    'C epoll loop': () => cLoop(loop, job, { sparing: false }),
    'C loop that avoids epoll': () => cLoop(loop, job, { sparing: true }),
    'native engine': () => native.run(job),
    'node engine': () => node.run(job),
  }
  const names = Object.keys(contestants)
  for (const run of Object.values(contestants)) await run()

  const measured = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? names : [...names].reverse()
    for (const name of order) measured[name].push(await contestants[name]())
  }
  native.end()
  node.end()
  const ratio = (of, to) => median(measured[of].map((value, round) => value / measured[to][round]))
  reportTable({
    name: 'connects',
    title: 'Connections per second, engines alone',
    explanation: `${JOB.connects} connects over ${JOB.addresses} open loopback targets, ${JOB.atOnce} at once: medians of ${ROUNDS} alternating rounds. The C loop makes the same connections in the plain way; the second one avoids epoll where it can, as the native engine does.`,
    columns: [
      '',
      'connections per second',
      'relative to the C loop',
      'relative to the node engine',
    ],
    rows: names.map((name) => [
      name,
      median(measured[name]).toFixed(0),
      ratio(name, 'C epoll loop').toFixed(2),
      ratio(name, 'node engine').toFixed(2),
    ]),
    numbers: names.map((name) => ({ name, perSecond: measured[name] })),
  })
}
