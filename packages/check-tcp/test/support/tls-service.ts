import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls'
import type { Certified } from './make-certificate.js'

export interface TlsService extends AsyncDisposable {
  readonly port: number
  /** The names that were asked for; false where a client named none. */
  readonly names: readonly (string | false | null)[]
}

/** A TLS server on a free port of 127.0.0.1; `chain`: what it sends beyond its own certificate. */
export async function tlsService(
  { certificate, key }: Certified,
  {
    chain = [],
    onClient,
    ...options
  }: TlsOptions & {
    readonly chain?: readonly string[]
    readonly onClient?: (socket: TLSSocket) => void
  } = {},
): Promise<TlsService> {
  const names: (string | false | null)[] = []
  const cert = [certificate, ...chain].join('\n')
  const server = createServer({ key, cert, ...options }, (socket) => {
    names.push(socket.servername)
    socket.on('error', () => {})
    onClient?.(socket)
    socket.resume()
  })
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    names,
    async [Symbol.asyncDispose]() {
      server.close()
      await once(server, 'close')
    },
  }
}
