const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process has this address and port',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'this user may not use this port',
  ENOTFOUND: 'this name has no address',
}

/** The HTTP API cannot listen where the config wants it. The message is for people and says where and why. */
export class HttpListenError extends Error {
  override readonly name = 'HttpListenError'
  /** The system's code, such as `EADDRINUSE`. */
  readonly code: string

  constructor(host: string, port: number, cause: NodeJS.ErrnoException) {
    const code = cause.code ?? 'unknown'
    super(`cannot listen on ${host} port ${port}: ${REASONS[code] ?? cause.message} (${code})`, {
      cause,
    })
    this.code = code
  }
}
