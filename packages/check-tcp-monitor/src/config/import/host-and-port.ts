/** A target as other programs write it. */
export interface HostAndPort {
  readonly host: string
  readonly port: number
}

/** Reads `host:port` and `[::1]:port`; undefined for anything else. */
export function parseHostAndPort(text: string): HostAndPort | undefined {
  const [, v6, name, port] = /^(?:\[([^\]\s]+)\]|([^\s:/[\]]+)):(\d{1,5})$/.exec(text) ?? []
  const host = v6 ?? name
  return host === undefined ? undefined : { host, port: Number(port) }
}
