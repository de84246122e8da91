import { Socket } from 'node:net'

/** A socket that can be looked at when it has failed, while its descriptor is still open: Node closes it before `error`. */
export class ProbeSocket extends Socket {
  /** Called with what ended the socket, before it is closed. */
  onFailure: (error: Error) => void = () => {}

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (error) this.onFailure(error)
    super._destroy(error, callback)
  }
}
