import type { CheckParameters } from '../../core/parameters/check-parameters.js'
import { checkTcpConnectionSchema } from '../../core/parameters/parameters.js'
import { problemsOf } from '../../core/parameters/validate.js'
import type { Target } from '../../core/target/target.js'
import type { OutputFormat } from '../../report/reporter.js'
import { UsageError } from '../exit/usage-error.js'
import { secondsOf } from './number-flags.js'

/** The flags of every command that checks, as commander hands them over. */
export interface CheckFlags {
  readonly timeout?: string
  readonly attempts?: string
  readonly retryDelay?: string
  readonly sourcePort?: string
  readonly family?: string
  readonly addresses?: string
  readonly close?: string
  readonly expect?: string
  readonly minAddresses?: string
  readonly resolvesTo?: string
  readonly expectedResponseTime?: string
  readonly tls?: boolean
  readonly starttls?: string
  readonly tlsVerify?: boolean
  readonly tlsExpiresIn?: string
  readonly tlsServerName?: string
  readonly tlsCa?: string
  readonly tlsCertificate?: string
  readonly tlsKey?: string
  readonly send?: string
  readonly receive?: string
  readonly hold?: string
  readonly banner?: boolean
  /** What a slow connection counts as. */
  readonly slow?: 'ok' | 'fail'
  readonly output?: OutputFormat
}

/** Flags and the parameters that they set. */
const PARAMETER_FLAGS = {
  timeout: 'timeout',
  attempts: 'attempts',
  retryDelay: 'retry_delay',
  sourcePort: 'source_port',
  family: 'family',
  addresses: 'addresses',
  close: 'close',
  expect: 'expect',
  minAddresses: 'min_addresses',
  expectedResponseTime: 'expected_response_time',
  hold: 'hold',
} as const

/** Flags and the keys of `tls` that they set; each means TLS. */
const TLS_FLAGS = {
  starttls: 'starttls',
  tlsVerify: 'verify',
  tlsExpiresIn: 'expires_in',
  tlsServerName: 'server_name',
  tlsCa: 'ca',
  tlsCertificate: 'certificate',
  tlsKey: 'key',
} as const

const SECONDS_FLAGS = new Set<string>([
  'timeout',
  'retryDelay',
  'expectedResponseTime',
  'hold',
] satisfies (keyof typeof PARAMETER_FLAGS)[])

/** The parameters that the flags set, not yet checked. */
export function flagParameters(flags: CheckFlags): Record<string, unknown> {
  const parameters: Record<string, unknown> = {}
  for (const [flag, key] of Object.entries(PARAMETER_FLAGS)) {
    const value = flags[flag as keyof typeof PARAMETER_FLAGS]
    if (value === undefined) continue
    parameters[key] =
      (SECONDS_FLAGS.has(flag) ? secondsOf(value) : undefined) ?? numberOrText(value)
  }
  const { resolvesTo, send, receive, banner } = flags
  const tls = tlsParameters(flags) ?? flags.tls
  return {
    ...parameters,
    ...(resolvesTo === undefined ? {} : { resolves_to: resolvesTo.split(',') }),
    ...(tls ? { tls } : {}),
    ...(send === undefined ? {} : { send: withoutEscapes(send) }),
    ...(receive === undefined ? {} : { receive: unescapeUnlessPattern(receive) }),
    ...(banner ? { banner } : {}),
  }
}

function tlsParameters(flags: CheckFlags): Record<string, unknown> | undefined {
  const given = Object.entries(TLS_FLAGS).flatMap(([flag, key]) => {
    const value = flags[flag as keyof typeof TLS_FLAGS]
    return value === undefined ? [] : [[key, value] as const]
  })
  return given.length === 0 ? undefined : Object.fromEntries(given)
}

/** The seconds that the flags give each attempt; the library's default where they do not say. */
export function timeoutOf({ timeout }: CheckFlags): number {
  return timeout === undefined
    ? checkTcpConnectionSchema.entries.timeout.default
    : (secondsOf(timeout) ?? Number.NaN)
}

const ESCAPES: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', 0: '\0', '\\': '\\' }

/** A shell has no easy way to write a line's end: `\r`, `\n`, `\t`, `\0`, `\xHH` and `\\` stand for characters. */
function withoutEscapes(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|(.))/gs, (whole, hex?: string, char = '') =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (ESCAPES[char] ?? whole),
  )
}

/** An expression has escapes of its own. */
function unescapeUnlessPattern(text: string): string {
  return text.startsWith('/') ? text : withoutEscapes(text)
}

/** Everything on a command line is text; what is written as a number is meant as one. */
function numberOrText(text: string): number | string {
  return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text
}

/** The parameters that flags set, with the flags: `retry_delay` is `--retry-delay`. */
const FLAGS_BY_PARAMETER: Readonly<Record<string, string>> = Object.fromEntries([
  ...[...Object.values(PARAMETER_FLAGS), 'resolves_to', 'tls', 'send', 'receive', 'banner'].map(
    (key) => [key, `--${key.replaceAll('_', '-')}`],
  ),
  ...Object.entries(TLS_FLAGS).flatMap(([flag, key]) => {
    const name = `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    return [[`tls.${key}`, name] as const, [key, name] as const]
  }),
  ['host', 'the host'],
  ['port', 'the port'],
])

/** A message about parameters in the words of the command line, where nothing has a type. */
function inFlags(message: string, names: Readonly<Record<string, string>>): string {
  return message
    .replace(/`([a-z_.]+)`/g, (whole, key) => names[key] ?? FLAGS_BY_PARAMETER[key] ?? whole)
    .replace(/(, got .*) \((number|string|boolean)\)/, '$1')
}

/**
 * The parameters of a target with the flags, checked, with every default filled in.
 *
 * @param names what a command calls its flags otherwise, by the parameters that they set
 * @throws {UsageError} with everything that is wrong with them
 */
export function targetParameters(
  target: Target,
  flags: CheckFlags,
  names: Readonly<Record<string, string>> = {},
): CheckParameters {
  const problems = problemsOf(checkTcpConnectionSchema, { ...target, ...flagParameters(flags) })
  if (!Array.isArray(problems)) return problems.output
  throw new UsageError(problems.map(({ message }) => inFlags(message, names)).join('\n'))
}
