// How many requests for a status page are answered in a second, beside the same bytes as a file that never changes, served by the
// same process over the same listener.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { performance } from 'node:perf_hooks'
import { median } from './tools/median.mjs'
import { reportTable } from './tools/report-table.mjs'
import { rounds } from './tools/rounds.mjs'

const ROUNDS = rounds(9)
const CONNECTIONS = 20
const REQUESTS = 4_000

const process_ = fork(new URL('status-page-process.mjs', import.meta.url))
const [{ page, file, bytes, plainBytes }] = await once(process_, 'message')
const contestants = [
  { name: 'status page', url: page, rates: [], cpu: [] },
  { name: 'the same bytes as a file', url: file, rates: [], cpu: [] },
]
for (const { url } of contestants) await ask(url, REQUESTS)
for (let round = 0; round < ROUNDS; round++) {
  const order = round % 2 === 0 ? contestants : contestants.toReversed()
  for (const { url, rates, cpu } of order) {
    const before = await usage()
    const started = performance.now()
    await ask(url, REQUESTS)
    rates.push(REQUESTS / ((performance.now() - started) / 1_000))
    cpu.push(((await usage()).cpuMs - before.cpuMs) / REQUESTS)
  }
}
process_.disconnect()

const [ours, theirs] = contestants
const ratio = median(ours.cpu.map((value, round) => value / theirs.cpu[round]))
reportTable({
  name: 'status-page',
  title: 'Status pages',
  explanation: `A status page of 12 services and 90 days (${kilobytes(plainBytes)}, sent as ${kilobytes(bytes)} of gzip), asked for over ${CONNECTIONS} connections at once, beside the same bytes sent as a file by the same process: medians of ${ROUNDS} rounds in turns. A request for the page takes ${ratio.toFixed(2)} times the CPU time of the file.`,
  columns: ['served', 'requests/s', 'CPU, µs a request'],
  rows: contestants.map(({ name, rates, cpu }) => [
    name,
    Math.round(median(rates)).toLocaleString('en'),
    (median(cpu) * 1_000).toFixed(0),
  ]),
  numbers: contestants.map(({ name, rates, cpu }) => ({ name, rates, cpu })),
})

function kilobytes(count) {
  return `${(count / 1_000).toFixed(1)} kB`
}

async function usage() {
  process_.send('usage')
  const [said] = await once(process_, 'message')
  return said
}

async function ask(url, count) {
  const { hostname, port } = new URL(url)
  const each = Math.ceil(count / CONNECTIONS)
  const asking = Array.from({ length: CONNECTIONS }, () => askOver(Number(port), hostname, each))
  await Promise.all(asking)
}

/** One request after another over one connection. */
function askOver(port, host, count) {
  const request = `GET / HTTP/1.1\r\nHost: ${host}:${port}\r\nAccept-Encoding: gzip\r\n\r\n`
  return new Promise((resolve, reject) => {
    const socket = connect(port, host)
    let left = count
    let missing = 0
    socket.on('error', reject)
    socket.on('connect', () => socket.write(request))
    socket.on('data', (data) => {
      let rest = data
      if (missing === 0) {
        const end = rest.indexOf('\r\n\r\n')
        const head = rest.toString('latin1', 0, end)
        if (end < 0 || !head.startsWith('HTTP/1.1 200')) return reject(new Error(head))
        missing = Number(/content-length: (\d+)/i.exec(head)[1])
        rest = rest.subarray(end + 4)
      }
      missing -= rest.length
      if (missing > 0) return
      if (--left > 0) socket.write(request)
      else {
        socket.end()
        resolve()
      }
    })
  })
}
