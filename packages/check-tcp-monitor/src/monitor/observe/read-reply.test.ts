import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { type CheckResult, checkTcpConnection } from 'check-tcp'
import { expect, it } from 'vitest'
import { readReply } from './read-reply.js'

const HOST = '127.0.0.1'

async function portThatRefuses(): Promise<number> {
  const server = createServer().listen(0, HOST)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

it('takes a refusal for an answer, whatever was expected', async () => {
  const port = await portThatRefuses()
  for (const expected of ['open', 'filtered', 'refused', 'closed'] as const) {
    const result = await checkTcpConnection({ host: HOST, port, expect: expected })
    expect(readReply(result, true)).toBe('answer')
  }
})

it('takes silence for silence where a refusal was expected', async () => {
  const refused = await checkTcpConnection({
    host: HOST,
    port: await portThatRefuses(),
    expect: 'filtered',
  })
  // Nothing on this machine is silent, so the same result as a silent target would give it.
  const silent = JSON.parse(
    JSON.stringify(refused).replaceAll('"refused"', '"timeout"'),
  ) as CheckResult
  expect(silent.details.failure).toBe('not_as_expected')
  expect(readReply(silent, false)).toBe('silence')
  expect(readReply(silent, true)).toBe('nothing')
})
