import * as v from 'valibot'
import { checkTcpConnectionSchema } from '../../core/parameters/parameters.js'
import { STARTTLS_PROTOCOLS } from '../../core/tls/tls-parameters.js'

/** Seconds: a call that takes longer is given up by most clients. */
const LONGEST_ATTEMPT = 60

/** More belongs to `wait`. */
const MAX_ATTEMPTS = 10

const { host, port, family, addresses, service, banner, expect, resolves_to } =
  checkTcpConnectionSchema.entries
const { timeout, attempts, retry_delay, expected_response_time } = checkTcpConnectionSchema.entries

const timeoutText = `a number of seconds from 0.001 to ${LONGEST_ATTEMPT}`
const attemptsText = `a whole number from 1 to ${MAX_ATTEMPTS}`
const delayText = `a number of seconds from 0 to ${LONGEST_ATTEMPT}`

/** As `tls` of a check, but for the keys that name files of this machine. */
const tls = v.optional(
  v.pipe(
    v.union(
      [
        v.boolean('true or false'),
        v.strictObject(
          {
            verify: v.optional(
              v.pipe(v.boolean('true or false'), v.description('The certificate must be trusted')),
            ),
            server_name: v.optional(
              v.pipe(
                v.string('a hostname'),
                v.description('The name to ask for; the host if left out'),
              ),
            ),
            starttls: v.optional(
              v.pipe(
                v.picklist(STARTTLS_PROTOCOLS, `one of ${STARTTLS_PROTOCOLS.join(', ')}`),
                v.description('The protocol in which to ask for TLS first'),
              ),
            ),
            expires_in: v.optional(
              v.pipe(
                v.string('a duration such as 14d'),
                v.description('Say so where a certificate expires sooner, such as 14d'),
              ),
            ),
          },
          'true, false or a mapping',
        ),
      ],
      'true, false or a mapping',
    ),
    v.description('A TLS handshake must succeed; the result describes the certificate'),
  ),
)

/** The target, and how to reach it: for every tool that makes connections. */
export const targetEntries = {
  host,
  port: v.optional(port),
  service,
  timeout: v.optional(
    v.pipe(timeout.wrapped, v.maxValue(LONGEST_ATTEMPT, timeoutText)),
    timeout.default,
  ),
  family,
  addresses,
}

/**
 * What a language model may ask of a check: the parameters of `check_tcp_connection` without those that send bytes of its
 * choice, name files of this machine or take a port of it, and with shorter times.
 */
export const checkEntries = {
  ...targetEntries,
  attempts: v.optional(
    v.pipe(attempts.wrapped, v.maxValue(MAX_ATTEMPTS, attemptsText)),
    attempts.default,
  ),
  retry_delay: v.optional(
    v.pipe(retry_delay.wrapped, v.maxValue(LONGEST_ATTEMPT, delayText)),
    retry_delay.default,
  ),
  banner,
  expect,
  resolves_to,
  expected_response_time,
  tls,
}
