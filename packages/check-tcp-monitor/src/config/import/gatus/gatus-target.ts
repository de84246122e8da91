import type { Foreign } from '../foreign-value.js'
import { type HostAndPort, parseHostAndPort } from '../host-and-port.js'

/** The target of an endpoint of Gatus. */
export interface GatusTarget extends HostAndPort {
  readonly url: string
  /** What `tls` says beside whether to verify; undefined without TLS. Gatus knows STARTTLS of SMTP alone. */
  readonly tls: Foreign | undefined
}

const TLS_OF: Readonly<Record<string, Foreign | undefined>> = {
  tcp: undefined,
  tls: {},
  starttls: { starttls: 'smtp' },
}

/** The target that an URL names, or why it is none of TCP. */
export function gatusTarget(url: string): GatusTarget | string {
  const [, scheme = '', rest = ''] = /^([a-z0-9+.-]+):\/\/(.*)$/is.exec(url) ?? []
  const kind = scheme.toLowerCase()
  if (!Object.hasOwn(TLS_OF, kind)) {
    return kind ? `${kind}:// is not a TCP target` : 'its URL is not a TCP target'
  }
  const target = parseHostAndPort(rest.replace(/\/$/, ''))
  return target ? { ...target, url, tls: TLS_OF[kind] } : 'its URL has no host and port'
}
