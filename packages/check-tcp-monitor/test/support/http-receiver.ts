import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A real HTTP server on a free port of loopback, which keeps what it gets. */
interface HttpReceiver extends AsyncDisposable {
  readonly url: string
  readonly received: Received[]
}

/** @param answer `'never'`: reads the request and does not answer; `'cut'`: closes the connection */
export async function startHttpReceiver(
  answer: (request: Received) => Answer | 'never' | 'cut' = () => ({ status: 200 }),
): Promise<HttpReceiver> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url: path = '', headers } = request
    const got = { method, path, headers, body: Buffer.concat(chunks).toString() }
    received.push(got)
    const answered = answer(got)
    if (answered === 'cut') return request.socket.destroy()
    if (answered === 'never') return
    response.writeHead(answered.status, answered.headers).end(answered.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** A URL on which nobody listens any more. */
export async function closedUrl(): Promise<string> {
  const receiver = await startHttpReceiver()
  await receiver[Symbol.asyncDispose]()
  return receiver.url
}
