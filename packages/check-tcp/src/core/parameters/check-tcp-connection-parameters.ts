import type { TlsParameters } from '../tls/tls-parameters.js'

export const EXPECTATIONS = ['open', 'closed', 'refused', 'filtered'] as const

/** What the world is expected to be like; `closed` is refused or filtered. */
type Expectation = (typeof EXPECTATIONS)[number]

/** What a check may be asked beside where to connect to. Numbers of seconds may have decimals. */
export interface CommonParameters {
  /** Target hostname or IP address. An IPv6 address needs no brackets. */
  host: string
  /** Seconds that one attempt may take, name look-up included, from 0.001 to 86,400. @default 10 */
  timeout?: number | undefined
  /** Source port to connect from, from 1 to 65,535. @default chosen by the system */
  source_port?: number | undefined
  /** Connection attempts, the first one included, from 1 to 10,000. @default 1 */
  attempts?: number | undefined
  /** Seconds between two attempts, from 0 to 86,400. @default 1 */
  retry_delay?: number | undefined
  /** IP version: `any`, 4 or 6. @default 'any' */
  family?: 'any' | 4 | 6 | undefined
  /** `any`: one address of the host is enough; `all`: every address must answer. @default 'any' */
  addresses?: 'any' | 'all' | undefined
  /** With `addresses: 'all'`, how many addresses must answer, from 1 to 1,000. @default all of them */
  min_addresses?: number | undefined
  /** The service must greet: as is usual for `service`, or else for the port, and in any way where neither says which service it is. @default false */
  banner?: boolean | undefined
  /** What is expected; the check succeeds when it is so. `closed` is refused or filtered. @default 'open' */
  expect?: Expectation | undefined
  /** Addresses or networks such as `192.0.2.0/24`; every address of the host must be in one of them. */
  resolves_to?: string[] | undefined
  /** Seconds; a slower connection is marked `slow`. */
  expected_response_time?: number | undefined
  /** A TLS handshake must succeed; a mapping says what is asked of the certificate, and how. @default false */
  tls?: boolean | TlsParameters | undefined
  /** Text to send once connected, of 1 to 65,536 characters. */
  send?: string | undefined
  /** Text that must come back within the timeout, or a regular expression between slashes (RE2 syntax, flags i, m, s). */
  receive?: string | undefined
  /** Seconds that the connection must stay open afterwards, beyond the timeout, from 0.001 to 3,600. */
  hold?: number | undefined
  /** `fin`: close politely; `rst`: at once. @default 'fin', but for `source_port` and where ports run short */
  close?: 'fin' | 'rst' | undefined
}

/** A target by its service, which brings the port. */
export interface ServiceParameters extends CommonParameters {
  /** A service by name, such as `postgresql`: its port and a suitable timeout, if left out. */
  service: string
  /** Target port, from 1 to 65,535. @default the service's */
  port?: number | undefined
}

// By declaration and by name the last: it is the one that compilers speak of where neither is matched.
/** A target by its port. */
export interface TargetParameters extends CommonParameters {
  /** Target port, from 1 to 65,535. */
  port: number
  /** A service by name, such as `postgresql`: a timeout that suits it, where that is left out. */
  service?: string | undefined
}

/** What `check_tcp_connection` may be asked: `host` with `port` or `service`, and all the rest optional. */
export type CheckTcpConnectionParameters = ServiceParameters | TargetParameters
