import type { FailureReason } from '../../../core/failure/failure.js'
import { distrustInWords } from '../../../core/tls/distrust-words.js'
import type { TlsResult } from '../../../core/wire/result.js'
import type { TlsOrder } from './tls-order.js'

/** Names of a certificate that a message lists. */
const SHOWN_NAMES = 5

/** Whether a certificate is as it was asked to be: `reason` where it is not, `expiring` where it soon will not be. */
interface CertificateVerdict {
  readonly reason?: FailureReason
  readonly expiring?: true
}

/** Holds what a handshake told against what was asked for; `nowMs` is wall time. */
export function judgeCertificate(
  tls: TlsResult,
  { verify, expiresInMs, identity }: Pick<TlsOrder, 'verify' | 'expiresInMs' | 'identity'>,
  nowMs: number,
): CertificateVerdict {
  if (!verify && expiresInMs === undefined) return {}
  const untilMs = tls.earliest_expiry === undefined ? undefined : Date.parse(tls.earliest_expiry)
  if (untilMs !== undefined && untilMs <= nowMs) {
    return {
      reason: { failure: 'certificate_expired', cause: `${whose(tls)} expired on ${day(untilMs)}` },
    }
  }
  const fromMs = tls.valid_from === undefined ? undefined : Date.parse(tls.valid_from)
  if (fromMs !== undefined && fromMs > nowMs) {
    const cause = `the certificate is not valid before ${tls.valid_from}`
    return { reason: { failure: 'certificate_not_trusted', code: 'CERT_NOT_YET_VALID', cause } }
  }
  if (verify && !tls.trusted) {
    const { distrust = 'UNSPECIFIED' } = tls
    const cause = distrust === WRONG_NAME ? otherNames(tls, identity) : distrustInWords(distrust)
    return { reason: { failure: 'certificate_not_trusted', code: distrust, cause } }
  }
  if (expiresInMs === undefined || untilMs === undefined) return {}
  return untilMs - nowMs < expiresInMs ? { expiring: true } : {}
}

const WRONG_NAME = 'ERR_TLS_CERT_ALTNAME_INVALID'

function otherNames({ names = [], subject }: TlsResult, identity: string): string {
  const all = names.length > 0 || subject === undefined ? names : [subject]
  const more = all.length > SHOWN_NAMES ? ` and ${all.length - SHOWN_NAMES} more` : ''
  const shown = all.slice(0, SHOWN_NAMES).join(', ')
  return `it is for ${shown === '' ? 'no name' : shown}${more}, not for ${identity}`
}

function whose({ earliest_expiry_subject: subject }: TlsResult): string {
  return subject === undefined ? 'the certificate' : `the certificate of ${subject} in its chain`
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
