import { CheckTcpError } from 'check-tcp'

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process has this address and port',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'this user may not use this port',
  ENOTFOUND: 'this name has no address',
}

/** The HTTP API cannot listen where the config wants it. The message is for people and says where and why. */
export class HttpListenError extends CheckTcpError {
  override readonly name = 'HttpListenError'
  readonly code = 'HTTP_LISTEN'
  /** The system's code, such as `EADDRINUSE`. */
  readonly systemCode: string

  constructor(host: string, port: number, cause: NodeJS.ErrnoException) {
    const systemCode = cause.code ?? 'unknown'
    super(
      `cannot listen on ${host} port ${port}: ${REASONS[systemCode] ?? cause.message} (${systemCode})`,
      {
        cause,
      },
    )
    this.systemCode = systemCode
  }
}
