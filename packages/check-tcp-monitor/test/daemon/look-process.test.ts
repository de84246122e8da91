import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { systemClock, validateCheck } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { LookProcess } from '../../dist/daemon/look/look-process.js'
import { temporaryDirectory } from '../history/temporary-directory.js'

/** A port on which nobody listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

function lookingBy(policy?: string) {
  const warnings: string[] = []
  const settings = { policy, environment: {}, location: 'lab' }
  const looks = new LookProcess({
    ...{ settings, clock: systemClock },
    onWarning: (text: string) => warnings.push(text),
  })
  const look = (port: number, signal = new AbortController().signal) =>
    looks.look(
      {
        check: { parameters: validateCheck({ host: '127.0.0.1', port, timeout: 2 }), tags: [] },
        task: { name: 'db', file: 'monitor.yaml', line: 3 },
      },
      signal,
    )
  return { looks, look, warnings, [Symbol.asyncDispose]: () => looks.close() }
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('a process that looks', () => {
  it('finds why nothing answers, below the priority of the monitor, and ends with it', async () => {
    const { looks, look } = lookingBy()
    expect(looks.pid).toBeUndefined()
    const found = await look(await closedPort())
    expect(found).toMatchObject({
      ...{ location: 'lab', reasonName: 'nothing_listens', fault: 'target' },
    })
    const { pid = 0 } = looks
    const nice = (of: string) => Number(readFileSync(`/proc/${of}/stat`, 'utf8').split(' ')[18])
    expect(nice(`${pid}`)).toBeGreaterThanOrEqual(nice('self'))
    await looks.close()
    expect(isAlive(pid)).toBe(false)
  })

  it('keeps to the policy and its audit log', async () => {
    using home = temporaryDirectory()
    const policy = join(home.path, 'policy.yaml')
    const log = join(home.path, 'audit')
    const rules = [{ deny: { networks: ['127.0.0.0/8'] } }]
    writeFileSync(policy, JSON.stringify({ rules, audit: { directory: log, mode: 'strict' } }))
    await using process = lookingBy(policy)
    expect(await process.look(await closedPort())).toMatchObject({ fault: 'policy' })
  })

  it('says that it has ended where something killed it, and another one looks next', async () => {
    await using looking = lookingBy()
    const port = await closedPort()
    const first = looking.look(port)
    const { pid = 0 } = looking.looks
    process.kill(pid, 'SIGKILL')
    await expect(first).rejects.toThrow('the process that looks has ended')
    expect(await looking.look(port)).toMatchObject({ reasonName: 'nothing_listens' })
    expect(looking.looks.pid).not.toBe(pid)
  })
})
