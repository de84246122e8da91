import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createChecker } from '../check/checker.js'
import { checkTcpConnectionPlugin } from './check-tcp-connection-plugin.js'
import { createRegistry } from './registry.js'
import { loadTaskFiles } from './task-list/load-task-files.js'
import { runTasks } from './task-list/run-tasks.js'

/** A port of this machine where something listens until `close`. */
async function openPort() {
  const server = createServer((socket) => socket.end())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not a TCP server')
  return { port: address.port, close: () => new Promise((resolve) => server.close(resolve)) }
}

describe('check_tcp_connection as a plugin', () => {
  it('runs from a task file, with results in the order of the file', async () => {
    const open = await openPort()
    const closed = await openPort()
    await closed.close()
    const checker = createChecker()
    const registry = createRegistry([checkTcpConnectionPlugin(checker)])
    const task = (name: string, port: number) =>
      `- {name: ${name}, plugin: check_tcp_connection, parameters: {host: 127.0.0.1, port: ${port}}}\n`
    const text = task('closed', closed.port) + task('open', open.port)

    const { tasks } = await loadTaskFiles([{ path: 'a.yaml', text }], { registry, environment: {} })
    const outcomes = []
    for await (const outcome of runTasks(tasks)) outcomes.push(outcome)
    await checker.close()
    await open.close()

    expect(outcomes).toMatchObject([
      {
        name: 'closed',
        plugin: 'check_tcp_connection',
        succeeded: false,
        result: { status: 'error', error: 'Connection refused' },
      },
      { name: 'open', succeeded: true, result: { status: 'success', port: open.port } },
    ])
  })
})
