import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type LocalServiceKind, openLocalServices } from './local-services.js'

async function opened(...specs: readonly (readonly [string, LocalServiceKind])[]) {
  const services = await openLocalServices(new Map(specs))
  return { ...services, [Symbol.asyncDispose]: () => services.close() }
}

/** A connection, or the code of the refusal. */
async function connectTo(port: string | undefined): Promise<Socket | string> {
  const socket = connect({ host: '127.0.0.1', port: Number(port) })
  try {
    await once(socket, 'connect')
    return socket
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'no code'
  }
}

async function connected(port: string | undefined): Promise<Socket> {
  const socket = await connectTo(port)
  if (typeof socket === 'string') throw new Error(`not connected: ${socket}`)
  return socket
}

describe('openLocalServices', () => {
  it('gives every service a port of its own, by its name', async () => {
    await using services = await opened(['A', 'open'], ['B', 'greets'], ['C', 'closed'])
    expect(Object.keys(services.ports)).toEqual(['A', 'B', 'C'])
    expect(new Set(Object.values(services.ports)).size).toBe(3)
    for (const port of Object.values(services.ports)) expect(port).toMatch(/^[1-9]\d*$/)
  })

  it('lets an open service accept and say nothing until the other end is done', async () => {
    await using services = await opened(['A', 'open'])
    const socket = await connected(services.ports.A)
    let said = ''
    socket.on('data', (text) => {
      said += text
    })
    socket.end('hello')
    await once(socket, 'close')
    expect(said).toBe('')
  })

  it('lets a greeting service say a line of its own accord', async () => {
    await using services = await opened(['A', 'greets'])
    const socket = await connected(services.ports.A)
    const [greeting] = await once(socket.setEncoding('utf8'), 'data')
    expect(greeting).toMatch(/^220 .*\r\n$/)
    socket.destroy()
  })

  it('lets nobody listen at a closed service', async () => {
    await using services = await opened(['A', 'closed'], ['B', 'open'])
    expect(await connectTo(services.ports.A)).toBe('ECONNREFUSED')
    const socket = await connected(services.ports.B)
    socket.destroy()
  })

  it('listens on 127.0.0.1 and on no other address', async () => {
    await using services = await opened(['A', 'open'])
    const socket = connect({ host: '127.0.0.2', port: Number(services.ports.A) })
    const [error] = await once(socket, 'error').catch((cause) => [cause])
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('ends open connections when it closes, and listens no more', async () => {
    const services = await openLocalServices(new Map([['A', 'open']]))
    const socket = await connected(services.ports.A)
    socket.on('error', () => {})
    const ended = once(socket, 'close')
    await services.close()
    await ended
    expect(await connectTo(services.ports.A)).toBe('ECONNREFUSED')
  })

  it('opens nothing for no services, and can be closed all the same', async () => {
    const services = await openLocalServices(new Map())
    expect(services.ports).toEqual({})
    await services.close()
  })
})
