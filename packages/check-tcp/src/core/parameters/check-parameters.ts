import type { CommonParameters } from './check-tcp-connection-parameters.js'

/** What has a default. */
type Filled =
  | 'timeout'
  | 'attempts'
  | 'retry_delay'
  | 'family'
  | 'addresses'
  | 'banner'
  | 'expect'
  | 'tls'

type Defaults = { [K in Filled]: NonNullable<CommonParameters[K]> }

/** The parameters of a check with every default filled in. */
export interface CheckParameters extends Omit<CommonParameters, Filled>, Defaults {
  port: number
  service?: string | undefined
}
