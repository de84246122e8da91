// What is measured side by side, and how each is run. Every contestant resolves with connections per second.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
export const COMMAND = here('../packages/check-tcp/bin/check-tcp.cjs')

export const isInstalled = (program) =>
  spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program]).status === 0

/** A folder that is gone when the bench is over. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'check-tcp-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Compiles a program of `bench/c`; `undefined` where there is no C compiler. */
export function compile(name, folder) {
  if (!isInstalled('cc')) return undefined
  const program = join(folder, name)
  execFileSync('cc', ['-O2', '-o', program, here(`c/${name}.c`)])
  return program
}

/** Starts a server that prints its port, and ends it with the bench. */
export async function startServer(program, args = []) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  process.on('exit', () => child.kill('SIGKILL'))
  // It runs until the bench ends, and must not keep it from ending.
  child.unref()
  for await (const line of createInterface({ input: child.stdout })) {
    child.stdout.destroy()
    return Number(line)
  }
  throw new Error(`${program} did not start`)
}

/** 127.1.0.1, 127.1.0.2 ...: every address of 127.0.0.0/8 is this machine. */
export function loopbackAddress(index) {
  const number = 0x7f010001 + index
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
}

export function writeTargets(folder, name, count, port, addresses = count) {
  const file = join(folder, name)
  const fd = openSync(file, 'w')
  const CHUNK = 10_000
  for (let start = 0; start < count; start += CHUNK) {
    const lines = []
    for (let index = start; index < Math.min(start + CHUNK, count); index++) {
      lines.push(
        `${loopbackAddress(index % addresses)}:${typeof port === 'function' ? port(index) : port}\n`,
      )
    }
    writeFileSync(fd, lines.join(''))
  }
  closeSync(fd)
  return file
}

/** The C loop, alone; `sparing` with the native engine's way round epoll. */
export function cLoop(program, { port, addresses, connects, atOnce }, { sparing }) {
  const args = [port, addresses, connects, atOnce, sparing ? 1 : 0].map(String)
  const [connected, failed, seconds] = execFileSync(program, args, { encoding: 'utf8' })
    .split(' ')
    .map(Number)
  if (connected + failed !== connects)
    throw new Error(`the C loop made ${connected} + ${failed} of ${connects}`)
  return connects / seconds
}

/** An engine alone, warm, in a process of its own that goes on between the rounds. */
export async function startEngine(name) {
  const child = spawn(process.execPath, [here('engine-process.mjs'), name], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  process.on('exit', () => child.kill('SIGKILL'))
  return {
    async run(job) {
      child.send(job)
      const [{ seconds }] = await once(child, 'message')
      return job.connects / seconds
    },
    end: () => child.kill('SIGKILL'),
  }
}

/** A whole command, Node's start and the writing of its results included; resolves with seconds and peak memory. */
export function timeCommand(command, args, outFile) {
  const out = openSync(outFile, 'w')
  const begun = performance.now()
  const { status, stderr } = spawnSync('/usr/bin/time', ['-f', '%M', command, ...args], {
    stdio: ['ignore', out, 'pipe'],
    encoding: 'utf8',
  })
  const seconds = (performance.now() - begun) / 1_000
  closeSync(out)
  if (status !== 0 && status !== 1) throw new Error(`${command} ended with ${status}: ${stderr}`)
  return { seconds, peakKb: Number(stderr.trim().split('\n').at(-1)) }
}
