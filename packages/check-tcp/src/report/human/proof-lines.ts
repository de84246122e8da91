import { escapeControl } from '../../core/text/escape-control.js'
import { distrustInWords } from '../../core/tls/distrust-words.js'
import type { CheckResult, Layer, TlsResult } from '../../core/wire/result.js'
import { formatDuration } from '../text/duration.js'

/** Characters of an answer that one line shows. */
const SHOWN = 60

const LAYERS: Readonly<Record<Layer, string>> = {
  tcp: 'TCP connection',
  tls: 'TLS handshake',
  answer: 'answer of the service',
  hold: 'connection kept open',
}

/** What was proven beyond the connection, and what the service said. */
export function proofLines({ details }: CheckResult): string[] {
  const { proven, tls, banner, received, answer_time: answerTime } = details
  if (!proven) return []
  const time = answerTime === undefined ? '' : ` after ${formatDuration(answerTime)}`
  const words = banner ?? received
  return [
    `proven: ${proven.map((layer) => LAYERS[layer]).join(', ')}`,
    ...(tls ? [tlsLine(tls)] : []),
    ...(words === undefined ? [] : [`said${time}: ${shown(words)}`]),
  ]
}

function tlsLine({ version, subject, issuer, days_left, trusted, distrust }: TlsResult): string {
  const facts = [
    version,
    ...(subject === undefined ? [] : [`certificate of ${subject}`]),
    ...(issuer === undefined ? [] : [`issued by ${issuer}`]),
    ...(days_left === undefined ? [] : [expiry(days_left)]),
    trusted ? 'trusted' : `not trusted: ${distrustInWords(distrust ?? 'UNSPECIFIED')}`,
  ]
  return escapeControl(facts.join(', '))
}

function expiry(days: number): string {
  return days < 0 ? `expired ${-days} days ago` : `${days} days left`
}

function shown(text: string): string {
  const escaped = escapeControl(text.trimEnd())
  return escaped.length > SHOWN ? `${escaped.slice(0, SHOWN)}…` : escaped
}
