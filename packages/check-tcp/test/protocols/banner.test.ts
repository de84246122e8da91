import { EventEmitter, once } from 'node:events'
import { createConnection, type Socket } from 'node:net'
import { createChecker, createEngine, type EngineName } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '../support/engines.js'
import { listening } from '../support/listening.js'

const CHECKS = 1_000
/** Few, since a client that reads a large banner for longer than a second is cut off, also where the machine is at fault. */
const CONCURRENCY = 10

/** A server that greets, and counts how its connections ended. */
async function greeter(greet: (socket: Socket) => void) {
  const seen = { ended: 0, reset: 0 }
  const closed = new EventEmitter()
  const count = (kind: 'ended' | 'reset') => {
    seen[kind]++
    closed.emit('one')
  }
  /** Resolves when so many connections have ended. */
  const until = async (ends: number) => {
    while (seen.ended + seen.reset < ends) await once(closed, 'one')
  }
  const server = await listening(
    (socket) => {
      let reset = false
      socket.on('error', () => {
        reset = true
      })
      socket.on('close', () => count(reset ? 'reset' : 'ended'))
      socket.on('end', () => socket.end())
      greet(socket)
    },
    { allowHalfOpen: true },
  )
  return { ...server, seen, until }
}

async function checkMany(
  { port, until }: Awaited<ReturnType<typeof greeter>>,
  engine: EngineName,
  close?: 'fin' | 'rst',
): Promise<void> {
  const checker = createChecker({ engine: await createEngine(engine) })
  for (let start = 0; start < CHECKS; start += CONCURRENCY) {
    const checks = Array.from({ length: CONCURRENCY }, () =>
      checker.check({ host: '127.0.0.1', port, ...(close ? { close } : {}) }),
    )
    for (const result of await Promise.all(checks)) {
      expect(result).toMatchObject({ status: 'success', details: { engine } })
    }
    await until(start + CONCURRENCY)
  }
  await checker.close()
}

describe.each(ENGINES)('a server that sends a banner, %s engine', (engine) => {
  it.each([
    ['at once', (socket: Socket) => void socket.write('220 mail.example ESMTP\r\n')],
    [
      'when its end of the connection has ended',
      (socket: Socket) => void socket.prependListener('end', () => socket.write('bye\r\n')),
    ],
    [
      'in two parts, the second one a turn later',
      (socket: Socket) => {
        socket.write('SSH-2.0-')
        setImmediate(() => socket.write('x\r\n'))
      },
    ],
    [
      'larger than the socket buffers',
      (socket: Socket) => void socket.write(Buffer.alloc(1_000_000)),
    ],
  ])('%s sees no reset in 1,000 checks', async (_, greet) => {
    const server = await greeter(greet)
    await checkMany(server, engine)
    expect(server.seen).toEqual({ ended: CHECKS, reset: 0 })
    await server[Symbol.asyncDispose]()
  })
})

describe('a server that sends a banner', () => {
  it('sees a reset from a client that closes with the banner unread, so the test can fail', async () => {
    const greeted = deferred()
    const reset = deferred()
    await using server = await listening((socket) => {
      socket.on('error', reset.resolve)
      socket.write('220 mail.example ESMTP\r\n', greeted.resolve)
    })
    const socket = createConnection(server.port, '127.0.0.1')
    socket.pause()
    await once(socket, 'connect')
    await greeted.promise
    socket.destroy()
    expect(await reset.promise).toMatchObject({ code: 'ECONNRESET' })
  })
})

function deferred() {
  let resolve: (value?: unknown) => void = () => {}
  const promise = new Promise((done) => {
    resolve = done
  })
  return { promise, resolve }
}

describe.each(ENGINES)('the parameter close, %s engine', (engine) => {
  it('ends connections politely with fin, also before a greeting', async () => {
    await using server = await greeter((socket) => void socket.write('hello'))
    await checkMany(server, engine, 'fin')
    expect(server.seen).toEqual({ ended: CHECKS, reset: 0 })
  })

  it('ends connections at once with rst', async () => {
    await using server = await greeter((socket) => void socket.resume())
    await checkMany(server, engine, 'rst')
    expect(server.seen).toEqual({ ended: 0, reset: CHECKS })
  })
})
