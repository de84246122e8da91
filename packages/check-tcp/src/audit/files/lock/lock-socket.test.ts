import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryLogFolder } from '../../../../test/audit/temporary-log-folder.js'
import { AuditLogError } from '../../audit-log-error.js'
import type { LogFolder } from '../log-folder.js'
import { thisUser } from '../safe-to-use.js'
import { Listening, reach, SOCKET_NAME } from './lock-socket.js'

let folder: LogFolder
beforeEach(() => {
  folder = temporaryLogFolder()
})

const NAME = 'writer-1-ab'

/** A socket of that name, on which nobody listens any more. */
async function leaveDead(): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(join(folder.path, 'draft'), resolve))
  renameSync(join(folder.path, 'draft'), join(folder.path, NAME))
  await new Promise((resolve) => server.close(resolve))
}

/** A process that listens on a socket of that name, for two connections at a time, and is stopped. */
async function stoppedHolder(): Promise<ChildProcess> {
  const holder = spawn(
    process.execPath,
    [
      '-e',
      `require('node:net').createServer().listen({ path: '${NAME}', backlog: 1 }, () => console.log('held'))`,
    ],
    { cwd: folder.path, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(holder.stdout, 'data')
  holder.kill('SIGSTOP')
  return holder
}

/** With all of its threads, which have its sockets too. */
function isDead(pid: number | undefined): boolean {
  const threads = readdirSync(`/proc/${pid}/task`)
  return threads.length === 1 && readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
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
    expect(readdirSync(folder.path)).toEqual([listening.name])
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
    expect(readdirSync(folder.path)).toEqual([])
    for (const socket of sockets) socket?.resume()
    await Promise.all(ended)
    expect(await reach(folder, listening.name)).toBeUndefined()
  })

  it('cannot be in a folder that is gone, which is told by its path', async () => {
    rmSync(folder.path, { recursive: true })
    const opening = Listening.open(folder, () => {})
    await expect(opening).rejects.toThrow(` ${folder.path}/writer-${process.pid}-`)
  })

  it('is none where it was cleared away before it had its name', async () => {
    const opening = Listening.open(folder, () => {})
    folder.removeDrafts()
    expect(await opening).toBeUndefined()
    expect(readdirSync(folder.path)).toEqual([])
  })

  it('is an error where its folder went before it had its name', async () => {
    const opening = Listening.open(folder, () => {})
    rmSync(folder.path, { recursive: true })
    await expect(opening).rejects.toThrow('ENOENT')
  })
})

describe('what has the name of such a socket', () => {
  it('is cleared away where nobody listens any more', async () => {
    await leaveDead()
    expect(await reach(folder, NAME)).toBeUndefined()
    expect(readdirSync(folder.path)).toEqual([])
  })

  it.skipIf(process.platform !== 'linux')(
    'is cleared away where its process dies while a connection stands in line',
    async () => {
      const holder = await stoppedHolder()
      const reached = reach(folder, NAME)
      holder.kill('SIGKILL')
      // Here nothing goes on meanwhile: the kernel ends the connection before anybody looks at it.
      while (!isDead(holder.pid));
      expect(await reached).toBeUndefined()
      expect(readdirSync(folder.path)).toEqual([])
    },
  )

  it.skipIf(process.platform !== 'linux')('stays where too many stand in line', async () => {
    const holder = await stoppedHolder()
    const sockets = [await reach(folder, NAME), await reach(folder, NAME)]
    await expect(reach(folder, NAME)).rejects.toThrow('EAGAIN')
    expect(readdirSync(folder.path)).toEqual([NAME])
    for (const socket of sockets) socket?.destroy()
    holder.kill('SIGKILL')
    await once(holder, 'exit')
  })

  it('is refused where it is no socket', () => {
    writeFileSync(join(folder.path, NAME), '')
    expect(() => reach(folder, NAME)).toThrow(
      new AuditLogError(`${join(folder.path, NAME)} is no socket: find out who put it there`),
    )
    expect(readdirSync(folder.path)).toEqual([NAME])
  })

  it.skipIf(thisUser() !== 0)('is refused where it is of another user', async () => {
    await leaveDead()
    chownSync(join(folder.path, NAME), 1_234, 1_234)
    expect(() => reach(folder, NAME)).toThrow(`${join(folder.path, NAME)} belongs to user 1234`)
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
