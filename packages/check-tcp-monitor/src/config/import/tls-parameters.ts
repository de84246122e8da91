import { type Foreign, isTruthy, mappingOf, textOf } from './foreign-value.js'
import type { Remarks } from './imported.js'

/** `tls_config` of Prometheus' programs as our `tls`. They verify unless told otherwise. */
export function tlsOfConfig(value: unknown, remarks: Remarks): Foreign {
  const config = mappingOf(value)
  for (const key of Object.keys(config)) {
    if (!TLS_KEYS.includes(key)) remarks.leftOut(`tls_config.${key}`)
  }
  const optional = (key: string, name: string) => {
    const text = textOf(config[key])
    return text === undefined ? {} : { [name]: text }
  }
  return {
    verify: !isTruthy(config.insecure_skip_verify),
    ...optional('server_name', 'server_name'),
    ...optional('ca_file', 'ca'),
    ...optional('cert_file', 'certificate'),
    ...optional('key_file', 'key'),
  }
}

const TLS_KEYS: readonly string[] = [
  ...['insecure_skip_verify', 'server_name', 'ca_file', 'cert_file', 'key_file'],
]
