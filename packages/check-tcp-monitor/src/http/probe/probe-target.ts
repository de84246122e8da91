/** What `target` of a probe names. */
interface ProbeTarget {
  readonly host: string
  /** Absent where the text has none: a module with a `service` brings its own. */
  readonly port?: number
}

/** `HOST:PORT` or `[IPV6]:PORT`; whether the host is one, the check says. @returns undefined where it is neither */
export function parseProbeTarget(text: string): ProbeTarget | undefined {
  const match = /^(?:\[([^[\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text)
  const host = match?.[1] ?? match?.[2]
  if (host === undefined) return undefined
  return match?.[3] === undefined ? { host } : { host, port: Number(match[3]) }
}
