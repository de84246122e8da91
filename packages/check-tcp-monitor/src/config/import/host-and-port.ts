import { hasReference } from './references.js'

/** A target as other programs write it; its port is a text where it refers to the environment. */
export interface HostAndPort {
  readonly host: string
  readonly port: number | string
}

const PORT = '\\d{1,5}|\\uFDD0[^\\uFDD1]*\\uFDD1'
const HOST_AND_PORT = new RegExp(`^(?:\\[([^\\]\\s]+)\\]|([^\\s:/[\\]]+)):(${PORT})$`)

/** Reads `host:port` and `[::1]:port`, whose parts may be references; undefined for anything else. */
export function parseHostAndPort(text: string): HostAndPort | undefined {
  const [, v6, name, port = ''] = HOST_AND_PORT.exec(text) ?? []
  const host = v6 ?? name
  if (host === undefined) return undefined
  return { host, port: hasReference(port) ? port : Number(port) }
}
