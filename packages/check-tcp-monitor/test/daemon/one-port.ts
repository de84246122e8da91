import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

/** A port of this machine that can be open or closed. */
export class OnePort {
  #server: Server | undefined
  #port = 0

  /** Opens it; the first time the system chooses which. */
  static async open(): Promise<OnePort> {
    const port = new OnePort()
    await port.open()
    return port
  }

  get number(): number {
    return this.#port
  }

  async open(): Promise<void> {
    const server = createServer((socket) => socket.on('error', () => {}).resume())
    server.listen(this.#port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new TypeError('no port')
    this.#port = address.port
    this.#server = server
  }

  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (!server) return
    server.close()
    await once(server, 'close')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
