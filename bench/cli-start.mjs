// What one check through the command costs over Node's own start: runs of both in turns, compared pair by pair. The control
// compares Node's start with itself, and so tells how much of a ratio is noise.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { median } from './tools/median.mjs'
import { reportTable } from './tools/report-table.mjs'
import { rounds } from './tools/rounds.mjs'

const COMMAND = fileURLToPath(new URL('../packages/check-tcp/bin/check-tcp.cjs', import.meta.url))
const ROUNDS = rounds(20)

const server = createServer((socket) => socket.on('error', () => {}).resume())
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address()

const cases = [
  ['`check-tcp 127.0.0.1:PORT`', [COMMAND, `127.0.0.1:${port}`]],
  ['`check-tcp localhost:PORT`', [COMMAND, `localhost:${port}`]],
  ['`check-tcp 127.0.0.1:PORT --timeout 3`', [COMMAND, `127.0.0.1:${port}`, '--timeout', '3']],
  ['control: `node -e 0` again', ['-e', '0']],
].map(([name, args]) => ({ name, args, pairs: [] }))

// The first runs fill the caches of the system and count for nothing.
for (const { args } of cases) await runMs(args)
for (let round = 0; round < ROUNDS; round++) {
  for (const { args, pairs } of cases) {
    // Who goes first alternates, so that neither gains by it.
    const nodeFirst = round % 2 === 0
    const before = nodeFirst ? await runMs(['-e', '0']) : undefined
    const commandMs = await runMs(args)
    pairs.push({ nodeMs: before ?? (await runMs(['-e', '0'])), commandMs })
  }
}
server.close()

reportTable({
  name: 'cli-start',
  title: 'One check through the command',
  explanation: `Wall time of one check of an open loopback port, human output to a pipe, against \`node -e 0\`: medians of ${ROUNDS} pairs. Goal: a ratio of at most 1.25; the control shows how far noise alone moves it.`,
  columns: ['command', 'node -e 0', 'command', 'ratio'],
  rows: cases.map(({ name, pairs }) => [
    name,
    `${median(pairs.map(({ nodeMs }) => nodeMs)).toFixed(1)} ms`,
    `${median(pairs.map(({ commandMs }) => commandMs)).toFixed(1)} ms`,
    median(pairs.map(({ nodeMs, commandMs }) => commandMs / nodeMs)).toFixed(2),
  ]),
  numbers: cases.map(({ name, pairs }) => ({ name, pairs })),
})

async function runMs(args) {
  const start = performance.now()
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  child.stdout.resume()
  const [code] = await once(child, 'exit')
  const ms = performance.now() - start
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with exit code ${code}`)
  return ms
}
