import { once } from 'node:events'
import { connect } from 'node:net'
import { listening } from '../../support/listening.js'

interface HeldClosedPort extends AsyncDisposable {
  readonly port: number
}

/**
 * A port of 127.0.0.1 on which nobody listens, and on which nobody will as long as it is held: it is the source port of
 * a connection, so that the kernel hands it to no listener of another test.
 */
export async function heldClosedPort(): Promise<HeldClosedPort> {
  const peer = await listening()
  const holder = connect({ host: '127.0.0.1', port: peer.port })
  await once(holder, 'connect')
  const port = holder.localPort
  if (port === undefined) throw new Error('a connected socket has a port')
  return {
    port,
    async [Symbol.asyncDispose]() {
      holder.destroy()
      await peer[Symbol.asyncDispose]()
    },
  }
}
