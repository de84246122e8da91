import type { AddressInfo } from 'node:net'
import { type OpenedHttp, openListener, type Served } from './listener.js'

/** What is served over a port that stays open while it changes. */
type Serve = (address: AddressInfo) => Served

interface HttpPortOptions {
  readonly host: string
  readonly port: number
  /** What is served while nothing else is. */
  readonly idle: Served['hono']
  readonly onUnreadable: (error: unknown) => void
}

/** A port that stays open while what it serves changes. */
export class HttpPort {
  readonly #idle: Served['hono']
  #served: Served | undefined
  #address: AddressInfo | undefined
  #listener: OpenedHttp | undefined

  private constructor(idle: Served['hono']) {
    this.#idle = idle
  }

  /** @throws {HttpListenError} (as a rejection) where it cannot listen there */
  static async open({ host, port, idle, onUnreadable }: HttpPortOptions): Promise<HttpPort> {
    const opened = new HttpPort(idle)
    opened.#listener = await openListener({
      ...{ host, port, onUnreadable },
      serve: (address) => {
        opened.#address = address
        const fetch: Served['hono']['fetch'] = (...asked) =>
          (opened.#served?.hono ?? opened.#idle).fetch(...asked)
        return { hono: { fetch }, close: async () => opened.#served?.close() }
      },
    })
    return opened
  }

  get url(): string {
    return this.#listener?.url ?? ''
  }

  /** @returns its `close` ends that, and leaves the port open */
  serve(serve: Serve): OpenedHttp {
    if (!this.#address) throw new RangeError('the port is not open')
    const served = serve(this.#address)
    this.#served = served
    return {
      url: this.url,
      close: async () => {
        if (this.#served === served) this.#served = undefined
        await served.close()
      },
    }
  }

  async close(): Promise<void> {
    await this.#listener?.close()
  }
}
