// What importing the library costs a program over Node's own start: runs in turns, compared pair by pair.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { median } from './tools/median.mjs'
import { reportTable } from './tools/report-table.mjs'
import { rounds } from './tools/rounds.mjs'

const ROUNDS = rounds(20)

const server = createServer((socket) => socket.on('error', () => {}).resume())
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address()

const module = (text) => ['--input-type=module', '-e', text]
const IMPORT = "const { checkTcpConnection } = await import('check-tcp')"
const CHECK = `const { connected } = await checkTcpConnection({ host: '127.0.0.1', port: ${port} }); if (!connected) process.exit(1)`
const cases = [
  ['an empty module', module('0')],
  ["`import 'check-tcp'`", module(IMPORT)],
  ["`import 'check-tcp'` and one check", module(`${IMPORT}; ${CHECK}`)],
].map(([name, args]) => ({ name, args, pairs: [] }))

// The first runs fill the caches of the system and count for nothing.
for (const { args } of cases) await runMs(args)
for (let round = 0; round < ROUNDS; round++) {
  for (const { args, pairs } of cases) {
    // Who goes first alternates, so that neither gains by it.
    const nodeFirst = round % 2 === 0
    const before = nodeFirst ? await runMs(['-e', '0']) : undefined
    const programMs = await runMs(args)
    pairs.push({ nodeMs: before ?? (await runMs(['-e', '0'])), programMs })
  }
}
server.close()

reportTable({
  name: 'library-start',
  title: 'The library in a program that starts',
  explanation: `Wall time of a program that imports the library, and of one that makes a check of an open loopback port with it, against \`node -e 0\`: medians of ${ROUNDS} pairs.`,
  columns: ['program', 'node -e 0', 'program', 'ratio'],
  rows: cases.map(({ name, pairs }) => [
    name,
    `${median(pairs.map(({ nodeMs }) => nodeMs)).toFixed(1)} ms`,
    `${median(pairs.map(({ programMs }) => programMs)).toFixed(1)} ms`,
    median(pairs.map(({ nodeMs, programMs }) => programMs / nodeMs)).toFixed(2),
  ]),
  numbers: cases.map(({ name, pairs }) => ({ name, pairs })),
})

async function runMs(args) {
  const start = performance.now()
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  const [code] = await once(child, 'exit')
  const ms = performance.now() - start
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with exit code ${code}`)
  return ms
}
