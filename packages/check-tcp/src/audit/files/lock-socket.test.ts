import { once } from 'node:events'
import { chownSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AuditLogError } from '../audit-log-error.js'
import { Listening, reach, SOCKET_NAME } from './lock-socket.js'
import { LogFolder } from './log-folder.js'
import { thisUser } from './safe-to-use.js'

let path: string
let folder: LogFolder
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'check-tcp-'))
  folder = LogFolder.open(path, 'write')
})
afterEach(() => {
  folder.close()
  rmSync(path, { recursive: true, force: true })
})

const NAME = 'writer-1-ab'

/** A socket of that name, on which nobody listens any more. */
async function leaveDead(): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(join(path, 'draft'), resolve))
  renameSync(join(path, 'draft'), join(path, NAME))
  await new Promise((resolve) => server.close(resolve))
}

async function listen() {
  const wishes = { count: 0 }
  const listening = await Listening.open(folder, () => wishes.count++)
  if (!listening) throw new Error('the socket was cleared away')
  return { listening, wishes }
}

describe('a socket of the lock', () => {
  it('has the name of its process, and a connection to it is a wish until it ends', async () => {
    const { listening, wishes } = await listen()
    expect(readdirSync(path)).toEqual([listening.name])
    expect(SOCKET_NAME.exec(listening.name)?.[1]).toBe(String(process.pid))
    expect(listening.isWanted).toBe(false)
    const socket = await reach(folder, listening.name)
    while (wishes.count === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(listening.isWanted).toBe(true)
    socket?.destroy()
    while (listening.isWanted) await new Promise((resolve) => setImmediate(resolve))
    expect(wishes.count).toBe(1)
    listening.close()
  })

  it('ends what is connected to it when it is closed, and is gone', async () => {
    const { listening } = await listen()
    const sockets = [await reach(folder, listening.name), await reach(folder, listening.name)]
    while (!listening.isWanted) await new Promise((resolve) => setImmediate(resolve))
    const ended = sockets.map((socket) => socket && once(socket, 'close'))
    listening.close()
    expect(readdirSync(path)).toEqual([])
    for (const socket of sockets) socket?.resume()
    await Promise.all(ended)
    expect(await reach(folder, listening.name)).toBeUndefined()
  })

  it('cannot be in a folder that is gone, which is told by its path', async () => {
    rmSync(path, { recursive: true })
    const opening = Listening.open(folder, () => {})
    await expect(opening).rejects.toThrow(` ${path}/writer-${process.pid}-`)
  })
})

describe('what has the name of such a socket', () => {
  it('is cleared away where nobody listens any more', async () => {
    await leaveDead()
    expect(await reach(folder, NAME)).toBeUndefined()
    expect(readdirSync(path)).toEqual([])
  })

  it('is refused where it is no socket', () => {
    writeFileSync(join(path, NAME), '')
    expect(() => reach(folder, NAME)).toThrow(
      new AuditLogError(`${join(path, NAME)} is no socket: look who put it there`),
    )
    expect(readdirSync(path)).toEqual([NAME])
  })

  it.skipIf(thisUser() !== 0)('is refused where it is of another user', async () => {
    await leaveDead()
    chownSync(join(path, NAME), 1_234, 1_234)
    expect(() => reach(folder, NAME)).toThrow(`${join(path, NAME)} belongs to user 1234`)
  })

  it.each([
    ['writer-1-ab', true],
    ['writer-123-0123456789abcdef', true],
    ['writer-1-ab.new', false],
    ['a-writer-1-ab', false],
    ['writer-a-ab', false],
    ['writer-1-g', false],
    ['writer-1-', false],
    ['writer--ab', false],
  ])('%s: %s', (name, isOne) => {
    expect(SOCKET_NAME.test(name)).toBe(isOne)
  })
})
