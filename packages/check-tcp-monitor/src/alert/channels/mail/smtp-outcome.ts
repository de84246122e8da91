import type { SendOutcome } from '../../../core/alert/channel.js'
import { shown } from '../../wording/shown.js'
import { hideSecrets } from '../text/hide-secrets.js'

/** What is read of nodemailer's errors. */
export interface SmtpError {
  readonly message: string
  /** Of OpenSSL, without the file and the line of it that the message names. */
  readonly reason?: string | undefined
  readonly code?: string | undefined
  /** The three digits of the server's answer. */
  readonly responseCode?: number | undefined
  readonly response?: string | undefined
  /** What was asked: `CONN`, `EHLO`, `AUTH PLAIN`, `MAIL FROM`, `RCPT TO`, `DATA`. */
  readonly command?: string | undefined
  readonly recipient?: string | undefined
}

/** Codes of Node whose message repeats them. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the server refuses the connection',
  ETIMEDOUT: 'the server does not answer',
  ENOTFOUND: "the server's name does not exist",
}

/** Questions about a mail; to those before it the server may answer otherwise when it knows this client. */
const ABOUT_THE_MAIL = /^(MAIL FROM|RCPT TO|DATA)/

/** How a delivery ended by what went wrong with any recipient: later where that may help one, else refused. */
export function smtpOutcome(
  errors: readonly SmtpError[],
  secrets: readonly string[],
  signal: AbortSignal,
): SendOutcome {
  const decisive = errors.find((error) => !isRefusal(error)) ?? errors[0]
  if (!decisive) return { kind: 'delivered' }
  if (signal.aborted) return { kind: 'failed', error: 'no answer in time' }
  const error = shown(hideSecrets(inWords(decisive), secrets))
  return { kind: isRefusal(decisive) ? 'refused' : 'failed', error }
}

/** 5yz: the same mail will get the same answer (RFC 5321 section 4.2.1). */
function isRefusal({ responseCode = 0, command = '' }: SmtpError): boolean {
  return responseCode >= 500 && ABOUT_THE_MAIL.test(command)
}

function inWords({ message, reason, code, response, recipient }: SmtpError): string {
  const words = reason ?? message
  if (response === undefined) {
    const errno = /\b(E[A-Z]{4,})\b/.exec(message)?.[1] ?? code
    return (errno === undefined ? undefined : WORDS[errno]) ?? words
  }
  return `the server answered ${response}${recipient === undefined ? '' : ` for ${recipient}`}`
}
