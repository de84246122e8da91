import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageOf, noticeOf, resolvedOf } from '../../../test/support/notices.js'
import type { Message } from '../../core/alert/channel.js'
import { command } from './command.js'
import { messageBody } from './text/message-body.js'

const never = new AbortController().signal
const environment = { PATH: process.env.PATH, SMTP_PASSWORD: 'hunter2-hunter2' }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-tcp-command-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A channel that runs a Node program with these words after it. */
function running(program: string, ...words: readonly string[]) {
  const file = join(folder, 'program.mjs')
  writeFileSync(file, program)
  const tools = { wallMs: () => 0, environment }
  const channel = command.create(
    { kind: 'command', name: 'script', command: [process.execPath, file, ...words] },
    tools,
  )
  return (message: Message = messageOf(noticeOf()), signal = never) => channel.send(message, signal)
}

/** How many descriptors this process may have, as /proc says it. */
function softLimit(): string {
  const limits = readFileSync('/proc/self/limits', 'utf8')
  return /^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? '1024'
}

function highestDescriptor(): number {
  return Math.max(...readdirSync('/proc/self/fd').map(Number))
}

function limitDescriptors(soft: string): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--nofile=${soft}:`])
}

/** A program that writes what it was given into a file. */
const NOTE = `
import { readFileSync, writeFileSync } from 'node:fs'
const input = readFileSync(0, 'utf8')
writeFileSync(process.argv[2], JSON.stringify({ input, words: process.argv.slice(3), env: process.env }))
`

describe('a command', () => {
  it('reads the message, finds it in its environment, and gets its words without a shell', async () => {
    const file = join(folder, 'noted')
    const message = messageOf(noticeOf(), resolvedOf())
    const outcome = await running(NOTE, file, '$(touch x)', 'a b; c')(message)
    expect(outcome).toEqual({ kind: 'delivered' })
    const { input, words, env } = JSON.parse(readFileSync(file, 'utf8'))
    expect(input).toBe(messageBody(message))
    expect(words).toEqual(['$(touch x)', 'a b; c'])
    expect(env).toMatchObject({
      CHECK_TCP_KEY: message.key,
      CHECK_TCP_COUNT: '2',
      CHECK_TCP_TITLE:
        '1 down in db, production: orders_db; 1 resolved in db, production: orders_db',
      CHECK_TCP_KIND: 'resolved',
      CHECK_TCP_INCIDENT: 'orders-db-mk15cvy0-1a2b',
      CHECK_TCP_SEVERITY: 'critical',
      CHECK_TCP_CHECK: 'orders_db',
      CHECK_TCP_TARGET: 'db-1.example.com:5432',
      CHECK_TCP_LOCATION: 'home',
      PATH: process.env.PATH,
    })
    expect(env).not.toHaveProperty('SMTP_PASSWORD')
  })

  it('that ends with another code than 0 failed, for the first line of its standard error', async () => {
    const outcome = await running(
      `console.error('\\nno modem\\u001b\\nmore'); process.exitCode = 3`,
    )()
    expect(outcome).toEqual({ kind: 'failed', error: 'no modem\\x1b' })
  })

  it('that says nothing failed with its code, or with the signal that ended it', async () => {
    expect(await running('process.exit(3)')()).toEqual({
      kind: 'failed',
      error: 'the command ended with 3',
    })
    expect(await running(`process.kill(process.pid, 'SIGTERM')`)()).toEqual({
      kind: 'failed',
      error: 'the command was ended by SIGTERM',
    })
  })

  it('that is not there failed', async () => {
    const config = { kind: 'command', name: 'script', command: [join(folder, 'none')] } as const
    const channel = command.create(config, { wallMs: () => 0, environment })
    expect(await channel.send(messageOf(noticeOf()), never)).toEqual({
      kind: 'failed',
      error: 'the command did not run: ENOENT',
    })
  })

  it.skipIf(process.platform !== 'linux')('for which no descriptors are left failed', async () => {
    const config = { kind: 'command', name: 'script', command: ['true'] } as const
    const channel = command.create(config, { wallMs: () => 0, environment })
    const limit = softLimit()
    limitDescriptors(String(highestDescriptor() + 50))
    const taken: number[] = []
    let outcome: unknown
    try {
      expect(() => {
        for (;;) taken.push(openSync('/dev/null', 'r'))
      }).toThrow('EMFILE')
      outcome = await channel.send(messageOf(noticeOf()), never)
    } finally {
      for (const each of taken) closeSync(each)
      limitDescriptors(limit)
    }
    expect(outcome).toEqual({ kind: 'failed', error: 'the command did not run: EMFILE' })
  })

  it('that does not read its input is none the worse for it', async () => {
    const notices = Array.from({ length: 100 }, () => noticeOf({ description: 'x'.repeat(10_000) }))
    expect(await running('process.exit(0)')(messageOf(...notices))).toEqual({ kind: 'delivered' })
  })

  it('that says much is read on, and only the beginning of it kept', async () => {
    const outcome = await running(
      `process.stderr.write('x'.repeat(5_000_000), () => process.exit(1))`,
    )()
    expect(outcome.kind === 'failed' && outcome.error.length).toBe(300)
  })

  it('repeats none of its words in an error', async () => {
    const program = `console.error('bad ' + process.argv[2]); process.exitCode = 1`
    const outcome = await running(program, 'api-key-1')()
    expect(outcome).toEqual({ kind: 'failed', error: 'bad [secret]' })
  })

  it('is delivered though what it left running holds its standard error', async () => {
    const program = `
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)'], { stdio: ['ignore', 'ignore', 'inherit'] })
writeFileSync(process.argv[2], String(left.pid))
process.exit(0)`
    const file = join(folder, 'pid')
    const outcome = await running(program, file)()
    process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL')
    expect(outcome).toEqual({ kind: 'delivered' })
  })

  it('that takes too long is killed, with what it started', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const program = `
import { spawn } from 'node:child_process'
const started = "require('node:net').connect(" + process.argv[2] + ", '127.0.0.1')"
spawn(process.execPath, ['-e', started], { stdio: 'inherit' })
setInterval(() => {}, 1_000)`
    const ending = new AbortController()
    const sent = running(program, `${port}`)(messageOf(noticeOf()), ending.signal)
    const [socket]: Socket[] = await once(server, 'connection')
    const ended = new Promise((resolve) => socket?.on('error', () => {}).once('close', resolve))
    ending.abort()
    expect(await sent).toEqual({
      kind: 'failed',
      error: 'the command took too long and was killed',
    })
    await ended
    server.close()
  })

  it('is not begun when there is no time left', async () => {
    const file = join(folder, 'noted')
    const outcome = await running(NOTE, file)(messageOf(noticeOf()), AbortSignal.abort())
    expect(outcome).toEqual({ kind: 'failed', error: 'there was no time for it' })
  })
})
