// `npm run demo:fleet`: a hub and three agents on this machine. One of them cannot reach one target; shows what the hub makes of it.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const COMMAND = join(ROOT, 'packages/check-tcp/bin/check-tcp.cjs')
const FILES = join(ROOT, 'examples/fleet')
const HUB = join(FILES, 'hub.yaml')
const LOCATIONS = ['fra', 'ams', 'nyc']
const TOKEN = 'only-for-this-demo'

/** As long as the slowest part of it takes on a busy machine, with room. */
const PATIENCE_MS = 90_000

const say = (text = '') => console.log(text)
const folder = mkdtempSync(join(tmpdir(), 'check-tcp-fleet-'))
const children = []
const undo = []

/** A port that is free now. */
async function freePort() {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

/**
 * Where nyc runs. As root a network namespace of its own, from which the packets to one address vanish; else this
 * machine's network like the others, with a policy that forbids that address.
 */
function placeOfNyc() {
  const ip = (...args) => spawnSync('ip', args, { encoding: 'utf8' }).status === 0
  const name = `check-tcp-demo-${process.pid}`
  const [outside, inside] = [`ctd${process.pid}`.slice(0, 14), 'eth0']
  const isMade =
    process.getuid?.() === 0 &&
    ip('netns', 'add', name) &&
    undo.push(() => ip('netns', 'delete', name)) > 0 &&
    ip('link', 'add', outside, 'type', 'veth', 'peer', 'name', inside, 'netns', name) &&
    ip('address', 'add', '203.0.113.249/29', 'dev', outside) &&
    ip('address', 'add', '203.0.113.250/29', 'dev', outside) &&
    ip('link', 'set', outside, 'up') &&
    ip('-n', name, 'address', 'add', '203.0.113.251/29', 'dev', inside) &&
    ip('-n', name, 'link', 'set', 'lo', 'up') &&
    ip('-n', name, 'link', 'set', inside, 'up') &&
    // Nobody has this hardware address, so nothing that is sent to it arrives.
    ip(
      '-n',
      name,
      'neighbour',
      'add',
      '203.0.113.250',
      'lladdr',
      '02:00:00:00:00:99',
      'dev',
      inside,
    )
  if (isMade) {
    return {
      ...{ address: '203.0.113.249', intranet: '203.0.113.250', policy: 'anything.yaml' },
      through: ['ip', 'netns', 'exec', name],
      words: 'in a network namespace of its own, where packets to the intranet vanish',
    }
  }
  return {
    ...{ address: '127.0.0.1', intranet: '127.0.0.2', policy: 'not-the-intranet.yaml' },
    through: [],
    words:
      'with a policy that forbids the intranet (run as root, it gets a network where packets vanish)',
  }
}

/** A command of the monitor, and what it printed. */
function run(args, env) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, 'monitor', ...args], {
    ...{ env, encoding: 'utf8' },
  })
  if (status === 0) return stdout.trim()
  throw new Error(stderr.trim())
}

/** Starts a part that runs on, and waits until its log has a text. */
async function start(through, args, env, text) {
  const [program, ...rest] = [...through, process.execPath, COMMAND, 'monitor', ...args]
  const child = spawn(program, rest, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  children.push(child)
  let log = ''
  await new Promise((resolve, reject) => {
    // It is read on and on, so that the pipe never fills.
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      log += chunk
      if (log.includes(text)) resolve()
    })
    child.once('exit', () => reject(new Error(`it ended: ${log.trim().split('\n').at(-1)}`)))
  })
}

async function main() {
  const nyc = placeOfNyc()
  const [hubPort, httpPort, stoppedPort] = [await freePort(), await freePort(), await freePort()]
  const shop = createServer((socket) => socket.on('error', () => {}).end()).listen(0)
  undo.push(() => shop.close())
  await once(shop, 'listening')
  const env = {
    ...process.env,
    DEMO_DIRECTORY: folder,
    DEMO_ADDRESS: nyc.address,
    DEMO_INTRANET: nyc.intranet,
    DEMO_HUB: String(hubPort),
    DEMO_HTTP: String(httpPort),
    DEMO_SHOP: String(shop.address().port),
    DEMO_STOPPED: String(stoppedPort),
  }
  say('hub: starting, with its config examples/fleet/hub.yaml')
  await start([], [HUB], env, 'the monitor runs')
  for (const location of LOCATIONS) {
    const join_ = run(['location', 'add', location, '--config', HUB], env)
    const isNyc = location === 'nyc'
    say(`agent at ${location}: joining${isNyc ? `, ${nyc.words}` : ''}`)
    const policy = join(FILES, isNyc ? nyc.policy : 'anything.yaml')
    const args = [
      'agent',
      '--join',
      join_,
      '--directory',
      join(folder, location),
      '--policy',
      policy,
    ]
    await start(isNyc ? nyc.through : [], args, env, 'the agent runs')
  }
  say('waiting for the first verdicts')
  const checks = await settled(`http://127.0.0.1:${httpPort}/api/v1/checks`)
  say()
  show(checks)
}

/** The checks, once every location has said something of each and what is wrong has been found. */
async function settled(url) {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${TOKEN}` } })
    const { checks } = await answer.json()
    const isHeard = checks.every(({ locations }) =>
      locations.every(({ verdict }) => verdict !== 'pending'),
    )
    const find = (id) => checks.find((check) => check.id === id)
    const isFound =
      find('stopped').incident && (find('intranet').incident || process.getuid?.() !== 0)
    if (isHeard && isFound && find('shop').verdict === 'up') return checks
    if (Date.now() > until) throw new Error(`no verdict after ${PATIENCE_MS / 1_000} s`)
    await sleep(500)
  }
}

function show(checks) {
  const rows = checks.map(({ id, verdict, locations }) => [
    id,
    verdict,
    ...locations.map(({ location, verdict: seen }) => `${location} ${seen}`),
  ])
  for (const row of rows)
    say(
      row
        .map((cell, column) => cell.padEnd(column < 2 ? 10 : 14))
        .join('')
        .trimEnd(),
    )
  say()
  for (const { id, verdict, incident, advice, locations } of checks) {
    if (incident) say(`${id} is ${verdict}: ${incident.error} - fault: ${incident.fault}`)
    if (advice !== undefined) say(`  - ${advice}`)
    for (const { location, because } of locations) {
      if (because !== undefined) say(`${id}: ${location} cannot tell, since ${because}`)
    }
  }
}

try {
  await main()
} catch (error) {
  console.error(`demo: ${error.message}`)
  process.exitCode = 1
} finally {
  for (const child of children) child.kill('SIGKILL')
  for (const each of undo.reverse()) each()
  rmSync(folder, { recursive: true, force: true })
}
