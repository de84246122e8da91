// What `check-tcp wait` and its like do in the same situations, run side by side. Writes docs/reference/wait-tools.md.
// As root on Debian it installs wait-for-it; the others come from the npm registry into a folder of their own.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')
const ROUNDS = Number(process.env.CHECK_TCP_BENCH_ROUNDS ?? 15)
const PEERS = { 'wait-on': '9.5.1', 'wait-port': '1.1.0' }

const folder = mkdtempSync(join(tmpdir(), 'wait-tools-'))
writeFileSync(join(folder, 'package.json'), '{"private": true}')
const packages = Object.entries(PEERS).map(([name, version]) => `${name}@${version}`)
execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', ...packages], {
  cwd: folder,
})
if (spawnSync('wait-for-it').error) {
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'wait-for-it'])
}
const [, waitForIt = ''] = execFileSync('dpkg-query', ['-W', 'wait-for-it'], { encoding: 'utf8' })
  .trim()
  .split('	')

const node = process.execPath
const peer = (path) => [node, join(folder, 'node_modules', path)]

/** How each is told to wait one second for targets; `undefined` where it cannot. */
const TOOLS = {
  'check-tcp wait': {
    version: 'this one',
    wait: (targets) => [
      node,
      join(ROOT, 'packages/check-tcp/bin/check-tcp.cjs'),
      'wait',
      ...targets,
      '--for',
      '1s',
    ],
    andRun: (targets, command) => [...TOOLS['check-tcp wait'].wait(targets), '--', ...command],
  },
  'wait-on': {
    version: PEERS['wait-on'],
    wait: (targets) => [
      ...peer('wait-on/bin/wait-on'),
      '-t',
      '1000',
      ...targets.map((one) => `tcp:${one}`),
    ],
  },
  'wait-port': {
    version: PEERS['wait-port'],
    wait: (targets) =>
      targets.length > 1
        ? undefined
        : [...peer('wait-port/bin/wait-port.js'), '-t', '1000', ...targets],
  },
  'wait-for-it': {
    version: `${waitForIt}, Debian`,
    wait: (targets) => (targets.length > 1 ? undefined : ['wait-for-it', ...targets, '-t', '1']),
    andRun: (targets, command) => ['wait-for-it', ...targets, '-t', '1', '--', ...command],
  },
}

async function run([file, ...args], onStart = () => {}) {
  const startMs = performance.now()
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += part))
  onStart(child)
  // A tool that never ends is a finding too.
  const stop = setTimeout(() => child.kill('SIGKILL'), 20_000)
  const [code, signal] = await once(child, 'close')
  clearTimeout(stop)
  return { ms: performance.now() - startMs, code: signal ?? code, text: text.trim() }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

const server = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
await once(server, 'listening')
const open = `127.0.0.1:${server.address().port}`
const free = createServer().listen(0, '127.0.0.1')
await once(free, 'listening')
const closed = `127.0.0.1:${free.address().port}`
await new Promise((done) => free.close(done))

// In turns, so that what else the machine does hits all alike.
const starts = Object.fromEntries(['node', ...Object.keys(TOOLS)].map((name) => [name, []]))
for (let round = 0; round < ROUNDS; round++) {
  starts.node.push((await run([node, '-e', '0'])).ms)
  for (const [name, { wait }] of Object.entries(TOOLS))
    starts[name].push((await run(wait([open]))).ms)
}

const lineOf = (text) => {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const said =
    [lines.find((line) => /^✘/.test(line)), lines.find((line) => /^check-tcp: /.test(line))]
      .filter(Boolean)
      .join(' / ') || lines.at(-1)
  return said === undefined ? 'nothing' : `\`${said.replaceAll('|', '/').slice(0, 160)}\``
}
const ended = async (words) => {
  if (words === undefined) return 'cannot'
  const { code, text, ms } = await run(words)
  return `${code} after ${(ms / 1_000).toFixed(1)} s: ${lineOf(text)}`
}

const COMMAND = [node, '-e', 'console.log("ran"); process.exit(7)']
const rows = [
  [
    'start-up, as a multiple of `node -e 0`',
    ([name]) => (median(starts[name]) / median(starts.node)).toFixed(2),
  ],
  ['port closed', ([, { wait }]) => ended(wait([closed]))],
  ['no such host', ([, { wait }]) => ended(wait(['no-such-host.invalid:80']))],
  ['port out of range', ([, { wait }]) => ended(wait(['127.0.0.1:99999']))],
  ['two targets, one closed', ([, { wait }]) => ended(wait([open, closed]))],
  [
    'command after an open port, which exits with 7',
    ([, { andRun }]) => ended(andRun?.([open], COMMAND)),
  ],
  ['command after a closed port', ([, { andRun }]) => ended(andRun?.([closed], COMMAND))],
]
const table = []
for (const [title, cell] of rows) {
  const cells = []
  for (const tool of Object.entries(TOOLS)) cells.push(await cell(tool))
  table.push(`| ${[title, ...cells].join(' | ')} |`)
}
server.close()
rmSync(folder, { recursive: true })

const heads = Object.entries(TOOLS).map(([name, { version }]) => `${name} (${version})`)
const hosts = new RegExp(`:(${[open, closed].map((one) => one.split(':')[1]).join('|')})\\b`, 'g')
const text = `# Waiting for a port: four commands side by side

Made by \`node bench/wait-tools.mjs\` on Node ${process.versions.node}, each told to wait one second; start-up is the median of ${ROUNDS} runs in turns. A cell has the exit
code, how long it took and the line that says why. [How to wait for a port](../guide/wait.md) has how their options are written here.

| | ${heads.join(' | ')} |
| ${['---', ...heads.map(() => '---')].join(' | ')} |
${table.join('\n').replaceAll(hosts, ':PORT').replaceAll(folder, '.').replaceAll(ROOT, '.')}

wait-for-it starts faster, since it is a shell script, and runs its command also where the port stays closed, unless it is told \`--strict\`. wait-on also waits for files, HTTP answers, sockets and commands, which
check-tcp does not.
`
writeFileSync(join(ROOT, 'docs/reference/wait-tools.md'), text)
console.log(text)
