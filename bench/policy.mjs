// What a policy of many networks costs: its file loaded in a process of its own, and decisions beside a search through the list.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { BlockList } from 'node:net'
import { join } from 'node:path'
import { createPolicy } from 'check-tcp'
import { temporaryFolder } from './contestants.mjs'
import { median } from './tools/median.mjs'
import { reportTable } from './tools/report-table.mjs'
import { rounds } from './tools/rounds.mjs'

const ROUNDS = rounds(9)
const SIZES = [100, 10_000, 100_000]

/** Enough for one microsecond to show, and few enough for the search through the list. */
const DECISIONS = 200_000
const SEARCHES = 20

const LOADER = `
  import { loadPolicy } from 'check-tcp/tasks'
  const start = process.cpuUsage()
  const policy = await loadPolicy(process.argv[1], {})
  const { user, system } = process.cpuUsage(start)
  const seconds = (user + system) / 1_000_000
  const megabytes = process.resourceUsage().maxRSS / 1024
  console.log(JSON.stringify({ seconds, megabytes }))
`

const folder = temporaryFolder()
const measured = SIZES.map((size) => ({ size, ...prepared(size), loads: [], took: [], linear: [] }))
for (let round = 0; round < ROUNDS; round++) {
  for (const one of measured) {
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', LOADER, one.file])
    one.loads.push(JSON.parse(String(output)))
    one.took.push(microseconds(DECISIONS, one.addresses, (address) => one.decide(address)))
    one.linear.push(microseconds(SEARCHES, one.addresses, (address) => one.search(address)))
  }
}

reportTable({
  name: 'policy',
  title: 'Policies of many networks',
  explanation: `One rule that denies this many random IPv4 /24 and IPv6 /48, a YAML file with one network per line; load time and memory of the whole process, then decisions about random addresses compared with a search through the list with node's own BlockList, one for each network; all in CPU seconds: medians of ${ROUNDS} rounds.`,
  columns: ['networks', 'load, s', 'memory, MB', 'decision, µs', 'times as fast as the list'],
  rows: measured.map(({ size, loads, took, linear }) => [
    size.toLocaleString('en'),
    median(loads.map(({ seconds }) => seconds)).toFixed(2),
    median(loads.map(({ megabytes }) => megabytes)).toFixed(0),
    median(took).toFixed(2),
    median(took.map((value, round) => linear[round] / value)).toFixed(0),
  ]),
  numbers: measured.map(({ size, loads, took, linear }) => ({
    name: String(size),
    loads,
    took,
    linear,
  })),
})

function prepared(size) {
  const random = seeded(size)
  const networks = Array.from({ length: size }, () =>
    random(4) === 0 ? ipv6(random, '::/48') : ipv4(random, '0/24'),
  )
  const file = join(folder, `${size}.yaml`)
  const lines = networks.map((network) => `      - ${network}\n`).join('')
  writeFileSync(file, `rules:\n- deny:\n    networks:\n${lines}`)
  const policy = createPolicy({ rules: [{ deny: { networks } }] })
  const lists = networks.map((network) => listOf(network))
  return {
    file,
    addresses: Array.from({ length: 1_000 }, () => addressOf(random)),
    decide: (address) => policy.decide(address, 443, { name: undefined }).allowed,
    search: ({ text, family }) => !lists.some((list) => list.check(text, `ipv${family}`)),
  }
}

function microseconds(times, addresses, decide) {
  const start = process.cpuUsage()
  for (let at = 0; at < times; at++) decide(addresses[at % addresses.length])
  return process.cpuUsage(start).user / times
}

function listOf(network) {
  const [address, bits] = network.split('/')
  const list = new BlockList()
  list.addSubnet(address, Number(bits), network.includes(':') ? 'ipv6' : 'ipv4')
  return list
}

function addressOf(random) {
  const family = random(4) === 0 ? 6 : 4
  return { family, text: family === 6 ? ipv6(random, '::1') : ipv4(random, '7') }
}

function ipv4(random, end) {
  return `${1 + random(220)}.${random(256)}.${random(256)}.${end}`
}

function ipv6(random, end) {
  return `2001:${(1 + random(65_535)).toString(16)}:${(1 + random(65_535)).toString(16)}${end}`
}

/** The same networks every time (a linear congruential generator, Numerical Recipes). */
function seeded(seed) {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
