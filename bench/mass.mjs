// The whole command, Node's start and the writing of its results included, against nmap, blackbox_exporter and check_tcp.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  COMMAND,
  compile,
  isInstalled,
  startServer,
  temporaryFolder,
  timeCommand,
  writeTargets,
} from './contestants.mjs'
import { median } from './median.mjs'
import { reportTable } from './report-table.mjs'
import { rounds } from './rounds.mjs'

const ROUNDS = rounds(7)
const TARGETS = 16_384
const CHECK_TCP = '/usr/lib/nagios/plugins/check_tcp'
const EXPORTER = 'prometheus-blackbox-exporter'

/** How often the others, which start a process for each target or answer over HTTP, are asked a round. */
const FEW = 200
const WRK_SECONDS = 2

const folder = temporaryFolder()
const server = compile('open-server', folder)
if (!server) {
  console.log('mass: left out, there is no C compiler (Debian: apt-get install gcc libc6-dev)')
} else {
  const port = await startServer(server)
  const out = join(folder, 'out')
  const targets = writeTargets(folder, 'targets', TARGETS, port)
  const args = [COMMAND, '--targets', targets, '--output', 'ndjson', '--concurrency', '500']
  const contestants = {
    'check-tcp': () => TARGETS / timeCommand(process.execPath, args, out).seconds,
  }

  if (isInstalled('nmap')) {
    const flags = '-sT -n -Pn -T5 --max-retries 1 --min-rate 100000'.split(' ')
    const scan = [...flags, '-p', String(port), '127.1.0.0/18', '-oG', join(folder, 'nmap')]
    contestants['nmap -sT'] = () => TARGETS / timeCommand('nmap', scan, out).seconds
  } else console.log('mass: nmap is left out (Debian: apt-get install nmap)')

  if (isInstalled(EXPORTER) && isInstalled('wrk')) {
    const exporter = await startExporter(folder)
    const url = `http://127.0.0.1:${exporter}/probe?module=tcp_connect&target=127.1.0.1:${port}`
    contestants['blackbox_exporter, wrk'] = () => {
      const said = execFileSync('wrk', ['-t1', '-c64', `-d${WRK_SECONDS}s`, url], {
        encoding: 'utf8',
      })
      return Number(/Requests\/sec:\s+([\d.]+)/.exec(said)?.[1])
    }
  } else console.log(`mass: ${EXPORTER} is left out (Debian: apt-get install ${EXPORTER} wrk)`)

  if (existsSync(CHECK_TCP)) {
    contestants['check_tcp, one after the other'] = () => {
      const begun = performance.now()
      for (let run = 0; run < FEW; run++)
        execFileSync(CHECK_TCP, ['-H', '127.0.0.1', '-p', String(port)])
      return (FEW / (performance.now() - begun)) * 1_000
    }
  } else
    console.log('mass: check_tcp is left out (Debian: apt-get install monitoring-plugins-basic)')

  const names = Object.keys(contestants)
  const measured = Object.fromEntries(names.map((name) => [name, []]))
  for (const run of Object.values(contestants)) run()
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? names : [...names].reverse()
    for (const name of order) measured[name].push(contestants[name]())
  }
  const ratio = (name) =>
    median(measured['check-tcp'].map((value, round) => value / measured[name][round]))
  reportTable({
    name: 'mass',
    title: 'Checks a second, the whole command',
    explanation: `${TARGETS} open loopback targets from a file, results as ndjson to a file, Node's start included: medians of ${ROUNDS} rounds in turns.`,
    columns: ['', 'checks a second', 'check-tcp is so many times as fast'],
    rows: names.map((name) => [name, median(measured[name]).toFixed(0), ratio(name).toFixed(2)]),
    numbers: names.map((name) => ({ name, perSecond: measured[name] })),
  })
}

async function startExporter(folder) {
  const config = join(folder, 'blackbox.yml')
  writeFileSync(config, 'modules:\n  tcp_connect:\n    prober: tcp\n    timeout: 5s\n')
  const port = 20_000 + (process.pid % 10_000)
  const child = spawn(
    EXPORTER,
    [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`],
    {
      stdio: 'ignore',
    },
  )
  process.on('exit', () => child.kill('SIGKILL'))
  child.unref()
  for (;;) {
    const up = await fetch(`http://127.0.0.1:${port}/-/healthy`).catch(() => undefined)
    if (up?.ok) return port
  }
}
