import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { findOwners } from './socket-owners.js'
import { readTcpSockets } from './tcp-sockets.js'

/** Only Linux has /proc. */
describe.skipIf(process.platform !== 'linux')('the process of a socket', () => {
  it('is found by the inode, with its number and whether it is stopped', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const { inode = '' } = (await readTcpSockets()).find(({ local }) => local.port === port) ?? {}
    const owners = await findOwners(new Set([inode]), new AbortController().signal)
    expect(owners.get(inode)).toMatchObject({ pid: process.pid, stopped: false })
    server.close()
  })

  it('is not looked for where no socket is asked for', async () => {
    expect(await findOwners(new Set(), AbortSignal.abort())).toEqual(new Map())
  })
})
