import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mcpClient } from '../../../check-tcp/test/support/mcp-client.js'
import { openHttp } from '../../src/http/open-http.js'
import { temporaryDirectory } from '../history/temporary-directory.js'
import { AWKWARD, serveMonitor, TOKEN } from '../support/served-monitor.js'

/** A client whose server asks the monitor at `url`. */
async function clientOf(url: string, token: string | undefined) {
  const home = temporaryDirectory()
  const policy = join(home.path, 'policy.yaml')
  writeFileSync(policy, 'rules: []\ndefault: deny\n')
  const env = token === undefined ? {} : { CHECK_TCP_MONITOR_TOKEN: token }
  const { client, ...closing } = await mcpClient(['--policy', policy, '--monitor', url], env)
  return {
    ask: (name: string, given: Record<string, unknown> = {}) =>
      client.callTool({ name, arguments: given }),
    client,
    async [Symbol.asyncDispose]() {
      await closing[Symbol.asyncDispose]()
      home[Symbol.dispose]()
    },
  }
}

describe('check-tcp mcp --monitor', () => {
  it('tells what the monitor believes, and which incidents there are, as its API does', async () => {
    await using served = await serveMonitor()
    const { url, close } = await openHttp(served.options)
    const heal = served.fault('refused', 1)
    await served.clock.advance(600_000)
    await using server = await clientOf(url, TOKEN)
    const { tools } = await server.client.listTools()
    expect(tools.map(({ name }) => name)).toEqual([
      'check',
      'explain',
      'wait',
      'status',
      'incidents',
    ])

    const all = await server.ask('status')
    expect(all.structuredContent).toMatchObject({
      monitor: { checks: { total: 3, by_verdict: { down: 1, up: 2 } } },
      checks: expect.arrayContaining([expect.objectContaining({ id: AWKWARD, verdict: 'up' })]),
    })
    const down = await server.ask('status', { verdict: 'down' })
    expect(down.structuredContent).toMatchObject({ checks: [{ id: 'web', verdict: 'down' }] })
    const one = await server.ask('status', { check: AWKWARD })
    expect(one.structuredContent).toMatchObject({ checks: [{ id: AWKWARD }] })

    const open = await server.ask('incidents', { open: true })
    expect(open.structuredContent).toMatchObject({ incidents: [{ subject_id: 'web' }] })
    const { incidents } = open.structuredContent as { incidents: { id: string }[] }
    const known = await server.ask('incidents', { id: incidents[0]?.id })
    expect(known.structuredContent).toMatchObject({ incidents: [{ subject_id: 'web' }] })
    heal()
    await close()
  })

  it('says in words why the monitor does not answer', async () => {
    await using served = await serveMonitor()
    const { url, close } = await openHttp(served.options)
    await using wrong = await clientOf(url, 'another')
    const refused = await wrong.ask('status')
    expect(refused).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/answered 401: .*CHECK_TCP_MONITOR_TOKEN/) }],
    })
    await using right = await clientOf(url, TOKEN)
    const unknown = await right.ask('status', { check: 'wbe' })
    expect(unknown).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('404: no check is called "wbe"') }],
    })
    await close()
    expect(await right.ask('incidents')).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('cannot be asked: connection refused') }],
    })
  })

  it('takes its token to the monitor alone, and follows nobody elsewhere', async () => {
    const asked: (string | undefined)[] = []
    const other = createServer((request, response) => {
      asked.push(request.headers.authorization)
      response.end('{}')
    })
    const elsewhere = await listenOn(other)
    const lured = createServer((_request, response) => {
      response.writeHead(302, { location: `${elsewhere}/api/v1/status` }).end()
    })
    const url = await listenOn(lured)
    await using server = await clientOf(url, TOKEN)
    expect(await server.ask('status')).toMatchObject({ isError: true })
    expect(asked).toEqual([])
    lured.close()
    other.close()
  })
})

/** @returns its URL, on a free port of this machine */
async function listenOn(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
