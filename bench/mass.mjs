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
import { median } from './tools/median.mjs'
import { reportTable } from './tools/report-table.mjs'
import { rounds } from './tools/rounds.mjs'

const ROUNDS = rounds(7)
/** So few that Node's start is an eighth of it, and so many that it hardly counts; as a block of addresses for nmap. */
const RUNS = [
  { name: 'mass', targets: 16_384, block: '127.1.0.0/18' },
  { name: 'mass-many', targets: 131_072, block: '127.0.0.0/15' },
]
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
  const others = { ...(await exporterUnderWrk(port)), ...checkTcpPlugin(port) }
  for (const run of RUNS) measure(run, { ...commands(run, port), ...others })
}

/** check-tcp and nmap, over all targets. */
function commands({ name, targets, block }, port) {
  const out = join(folder, 'out')
  const file = writeTargets(folder, name, targets, port)
  const args = [COMMAND, '--targets', file, '--output', 'ndjson']
  const contestants = {
    'check-tcp': () => targets / timeCommand(process.execPath, args, out).seconds,
  }
  if (isInstalled('nmap')) {
    const flags = '-sT -n -Pn -T5 --max-retries 1 --min-rate 100000'.split(' ')
    const scan = [...flags, '-p', String(port), block, '-oG', join(folder, 'nmap')]
    contestants['nmap -sT'] = () => targets / timeCommand('nmap', scan, out).seconds
  } else console.log('mass: nmap is left out (Debian: apt-get install nmap)')
  return contestants
}

async function exporterUnderWrk(port) {
  if (!isInstalled(EXPORTER) || !isInstalled('wrk')) {
    console.log(`mass: ${EXPORTER} is left out (Debian: apt-get install ${EXPORTER} wrk)`)
    return {}
  }
  const exporter = await startExporter(folder)
  const url = `http://127.0.0.1:${exporter}/probe?module=tcp_connect&target=127.1.0.1:${port}`
  const run = () => {
    const said = execFileSync('wrk', ['-t1', '-c64', `-d${WRK_SECONDS}s`, url], {
      encoding: 'utf8',
    })
    return Number(/Requests\/sec:\s+([\d.]+)/.exec(said)?.[1])
  }
  return { 'blackbox_exporter, wrk': run }
}

function checkTcpPlugin(port) {
  if (!existsSync(CHECK_TCP)) {
    console.log('mass: check_tcp is left out (Debian: apt-get install monitoring-plugins-basic)')
    return {}
  }
  const run = () => {
    const begun = performance.now()
    for (let run = 0; run < FEW; run++)
      execFileSync(CHECK_TCP, ['-H', '127.0.0.1', '-p', String(port)])
    return (FEW / (performance.now() - begun)) * 1_000
  }
  return { 'check_tcp, one after the other': run }
}

function measure({ name, targets }, contestants) {
  const names = Object.keys(contestants)
  const measured = Object.fromEntries(names.map((each) => [each, []]))
  for (const run of Object.values(contestants)) run()
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? names : [...names].reverse()
    for (const each of order) measured[each].push(contestants[each]())
  }
  const ratio = (other) =>
    median(measured['check-tcp'].map((value, round) => value / measured[other][round]))
  reportTable({
    name,
    title: `Checks per second, the whole command, ${targets} targets`,
    explanation: `${targets} open loopback targets from a file, results as ndjson to a file, default flags, Node's start included: medians of ${ROUNDS} alternating rounds.`,
    columns: ['', 'checks per second', 'check-tcp is this many times as fast'],
    rows: names.map((each) => [each, median(measured[each]).toFixed(0), ratio(each).toFixed(2)]),
    numbers: names.map((each) => ({ name: each, perSecond: measured[each] })),
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
