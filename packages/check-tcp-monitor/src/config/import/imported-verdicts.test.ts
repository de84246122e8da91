import { createServer, type Server } from 'node:net'
import { createChecker } from 'check-tcp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { imported } from '../../../test/support/imported.js'

const servers: Server[] = []
let banner = 0
let pong = 0
let silent = 0
let closed = 0

async function listen(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

beforeAll(async () => {
  banner = await listen(createServer((socket) => socket.end('220 mx.example ESMTP\r\n')))
  pong = await listen(
    createServer((socket) =>
      socket.on('data', (data) => socket.end(`${data}` === 'PING\r\n' ? '+PONG\r\n' : '-ERR\r\n')),
    ),
  )
  silent = await listen(createServer((socket) => socket.resume()))
  const gone = createServer()
  closed = await listen(gone)
  await new Promise((resolve) => gone.close(resolve))
})

afterAll(() => {
  for (const server of servers) server.close()
})

/** Whether each imported check succeeds, as the other program would say. */
async function outcomes(files: Readonly<Record<string, string>>) {
  const { config } = await imported(files)
  const checker = createChecker()
  try {
    const results = config.checks.map(async ({ id, parameters }) => {
      const { status } = await checker.check({ ...parameters, timeout: 1 })
      return [id, status === 'success'] as const
    })
    return Object.fromEntries(await Promise.all(results))
  } finally {
    await checker.close()
  }
}

it('checks that come of Gatus succeed where its conditions do', async () => {
  const one = (name: string, port: number, conditions: string, more = '') =>
    `  - { name: ${name}, url: "tcp://127.0.0.1:${port}", conditions: [${conditions}]${more} }\n`
  const open = '"[CONNECTED] == true"'
  const ping = ', body: "PING\\r\\n"'
  expect(
    await outcomes({
      'g.yaml': `endpoints:\n${one('open', silent, open)}${one('down', closed, open)}${one(
        'shut',
        closed,
        '"[CONNECTED] == false"',
      )}${one('not_shut', silent, '"[CONNECTED] != true"')}${one('pong', pong, `${open}, "[BODY] == pat(+PONG*)"`, ping)}${one('exact', pong, '"[BODY] == +PONG"', ping)}${one('other', pong, '"[BODY] == pat(PONG*)"', ping)}${one('mute', silent, open, ping)}`,
    }),
  ).toEqual({
    ...{ open: true, down: false, shut: true, not_shut: false },
    ...{ pong: true, exact: true, other: false, mute: false },
  })
})

it('checks that come of blackbox_exporter succeed where its probes do', async () => {
  const modules = `modules:
  lines: { prober: tcp, tcp: { query_response: [{ expect: "^220 [^-]+ ESMTP$" }] } }
  across: { prober: tcp, tcp: { query_response: [{ expect: "(?s)ESMTP." }] } }
  ping: { prober: tcp, tcp: { query_response: [{ send: "PING\\r" }, { expect: "^\\\\+PONG$" }] } }
  bytes: { prober: tcp, tcp: { query_response: [{ expect_bytes: "220" }] } }
`
  const target = (name: string, port: number) =>
    `  - { targets: ["127.0.0.1:${port}"], labels: { module: ${name}, name: ${name} } }\n`
  const files = {
    'b.yml': modules,
    't.yml':
      `${target('lines', banner)}${target('across', banner)}${target('ping', pong)}${target('bytes', banner)}`.replace(
        /^ {2}/gm,
        '',
      ),
  }
  expect(Object.values(await outcomes(files))).toEqual([true, false, true, true])
})

it('checks that come of Uptime Kuma succeed where its monitors are up', async () => {
  const monitor = (name: string, port: number, upsideDown = false) => ({
    ...{ type: 'port', name, hostname: '127.0.0.1', port, interval: 60, upsideDown },
  })
  const monitors = [
    ...[monitor('up', silent), monitor('down', closed)],
    ...[monitor('turned_up', closed, true), monitor('turned_down', silent, true)],
  ]
  expect(await outcomes({ 'k.json': JSON.stringify(monitors) })).toEqual({
    ...{ up: true, down: false, turned_up: true, turned_down: false },
  })
})
