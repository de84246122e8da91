import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { LocalServicePool } from './local-service-pool.js'

async function listens(port: string | undefined): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port: Number(port) })
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

it('a service that two configs have alike keeps its port, and ends with the last of them', async () => {
  const pool = new LocalServicePool()
  const first = await pool.open(
    'a.yaml',
    new Map([['DB', 'open'] as const, ['GONE', 'closed'] as const]),
  )
  const second = await pool.open(
    'a.yaml',
    new Map([['DB', 'open'] as const, ['MAIL', 'greets'] as const]),
  )
  expect(second.ports.DB).toBe(first.ports.DB)
  expect(second.ports.MAIL).not.toBe(first.ports.GONE)
  await first.close()
  await first.close()
  expect(await listens(second.ports.DB)).toBe(true)
  expect(await listens(first.ports.GONE)).toBe(false)
  await second.close()
  expect(await listens(second.ports.DB)).toBe(false)
})

it('what another file calls the same, or has changed, is another service', async () => {
  const pool = new LocalServicePool()
  const all = [
    await pool.open('a.yaml', new Map([['DB', 'open'] as const])),
    await pool.open('b.yaml', new Map([['DB', 'open'] as const])),
    await pool.open('a.yaml', new Map([['DB', 'greets'] as const])),
  ]
  expect(new Set(all.map(({ ports }) => ports.DB)).size).toBe(3)
  await Promise.all(all.map((each) => each.close()))
})
