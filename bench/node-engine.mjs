// Checks per second of the library's node engine against a bare loop of net.connect, in turns.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createChecker, createEngine } from '../packages/check-tcp/dist/index.js'
import { median } from './tools/median.mjs'
import { reportTable } from './tools/report-table.mjs'
import { rounds } from './tools/rounds.mjs'

const ROUNDS = rounds(10)
const CONCURRENCIES = [1, 10, 100]

/** Enough that a round takes some tenths of a second, few enough that ephemeral ports never run short. */
const CHECKS = 1_000

const host = '127.0.0.1'
const service = fork(fileURLToPath(new URL('service.mjs', import.meta.url)))
const [openPort] = await once(service, 'message')
const closedPort = await freePort()
const checker = createChecker({ engine: await createEngine('node') })

const ways = {
  bare: (port) => bareConnect(port),
  check: async (port) => (await checker.check({ host, port })).connected,
}
const rows = []
const numbers = []
for (const [state, port] of [
  ['open', openPort],
  ['refused', closedPort],
]) {
  for (const concurrency of CONCURRENCIES) {
    const isOpen = state === 'open'
    for (const way of Object.values(ways)) await perSecond(way, port, concurrency, isOpen)
    const pairs = []
    for (let round = 0; round < ROUNDS; round++) {
      const order = round % 2 === 0 ? ['bare', 'check'] : ['check', 'bare']
      const pair = {}
      for (const name of order) pair[name] = await perSecond(ways[name], port, concurrency, isOpen)
      pairs.push(pair)
    }
    const name = `${state}, ${concurrency} at once`
    numbers.push({ name, pairs })
    rows.push([
      name,
      median(pairs.map(({ bare }) => bare)).toFixed(0),
      median(pairs.map(({ check }) => check)).toFixed(0),
      median(pairs.map(({ bare, check }) => check / bare)).toFixed(2),
    ])
  }
}
await checker.close()
service.disconnect()

reportTable({
  name: 'node-engine',
  title: 'Checks per second with the node engine',
  explanation: `Checks of a loopback port with \`createEngine('node')\` against a bare \`net.connect\` loop in the same process: medians of ${ROUNDS} pairs of ${CHECKS} checks.`,
  columns: ['port', 'net.connect per second', 'checks per second', 'ratio'],
  rows,
  numbers,
})

async function perSecond(way, port, concurrency, isOpen) {
  let left = CHECKS
  const work = async () => {
    while (left-- > 0) {
      if ((await way(port)) !== isOpen) throw new Error(`port ${port} answered otherwise`)
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: concurrency }, work))
  return (CHECKS / (performance.now() - start)) * 1_000
}

function bareConnect(port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.once('connect', () => {
      resolve(true)
      socket.resume()
      socket.end()
    })
    socket.once('error', () => resolve(false))
  })
}

async function freePort() {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
