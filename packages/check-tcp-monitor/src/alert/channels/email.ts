import { integer, isThisMachine } from 'check-tcp/parameters'
import * as v from 'valibot'
import type { Message } from '../../core/alert/channel.js'
import { boolean, text, textList } from '../../core/config/schema-words.js'
import { messageText, messageTitle } from '../wording/message-text.js'
import { type ConfigOfKind, defineChannel } from './define-channel.js'
import { TakenOfMessage } from './http/taken-of-message.js'
import { threadHeaders } from './mail/mail-threads.js'
import { type SmtpError, smtpOutcome } from './mail/smtp-outcome.js'

export type EmailConfig = ConfigOfKind<typeof email>

/** Submission (RFC 6409), and submission over TLS from the first byte (RFC 8314 section 3.3). */
const PORTS = { submission: 587, submissions: 465 } as const

/** Characters; a hundred notices with all that is said of each. */
const LONGEST_TEXT = 100_000

/**
 * Mails messages by SMTP (RFC 5321): over TLS from the first byte with `secure` (RFC 8314), else with STARTTLS where the
 * server offers it (RFC 3207), which is a must where there is a password to send and the server is not this machine.
 * Where it is no must, any certificate will do: who could forge it could as well have taken STARTTLS away (RFC 7435).
 *
 * 4xx answers and broken connections failed, 5xx answers refused the mail; but a server that does not let this client in
 * has refused no mail, so that failed too. Of several recipients, those that had it do not get it again by a later try.
 */
export const email = defineChannel({
  schema: v.pipe(
    v.strictObject({
      kind: v.literal('email'),
      host: v.pipe(text, v.description('The mail server')),
      port: v.optional(
        v.pipe(integer(1, 65_535), v.description('Port of the mail server')),
        PORTS.submission,
      ),
      secure: v.optional(
        v.pipe(
          boolean,
          v.description(
            'TLS from the first byte, true for port 465; otherwise STARTTLS where the server offers it, required with a password unless the server is this machine',
          ),
        ),
      ),
      user: v.optional(v.pipe(text, v.description('User name to log in with'))),
      password: v.optional(v.pipe(text, v.description('Of `user`'))),
      from: v.pipe(text, v.description('Sender: `ops@example.com` or `Ops <ops@example.com>`')),
      to: v.pipe(
        textList,
        v.description('Recipients; each gets a mail once, even if others have to be retried'),
      ),
    }),
    v.transform(({ secure, ...rest }) => ({
      ...rest,
      secure: secure ?? rest.port === PORTS.submissions,
    })),
  ),
  secrets: ['user', 'password'],
  open: ['port', 'secure'],
  create(config) {
    const { to, user, password } = config
    const taken = new TakenOfMessage()
    const secrets = [user, password].flatMap((secret) => secret ?? [])
    return {
      async send(message, signal) {
        const transport = await transportOf(config)
        try {
          const rest = taken.restOf(message.key, to)
          const mail = { ...mailOf(config, message), to: [...rest], signal }
          const sent = await transport.sendMail(mail)
          const rejected = new Set(sent.rejected)
          for (const each of rest) if (!rejected.has(addressOf(each))) taken.note(message.key, each)
          const outcome = smtpOutcome(sent.rejectedErrors ?? [], secrets, signal)
          if (outcome.kind === 'delivered') taken.forget(message.key)
          return outcome
        } catch (error) {
          return smtpOutcome(errorsIn(error), secrets, signal)
        } finally {
          transport.close()
        }
      },
    }
  },
})

/** Loaded on demand, since most commands mail nothing. */
async function transportOf({ host, port, secure, user, password }: EmailConfig) {
  const { createTransport } = await import('nodemailer')
  const auth = user === undefined ? {} : { auth: { user, pass: password ?? '' } }
  const requireTLS = user !== undefined && !isThisMachine(host)
  return createTransport({
    ...{ host, port, secure, requireTLS, ...auth },
    tls: { rejectUnauthorized: secure || requireTLS },
    // Mails are made of texts alone; nothing in them may name a file or a URL to be put in.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })
}

function mailOf({ from }: EmailConfig, message: Message) {
  const { notices } = message
  return {
    from,
    subject: messageTitle(notices),
    text: `${messageText(notices, LONGEST_TEXT)}\n`,
    ...mutable(threadHeaders(message, from)),
    headers: {
      // So that no absence note answers it (RFC 3834 section 5).
      'Auto-Submitted': 'auto-generated',
      'X-Check-Tcp-Incident': [...new Set(notices.map(({ incident }) => incident.id))].join(' '),
    },
  }
}

function mutable({ references, ...rest }: ReturnType<typeof threadHeaders>) {
  return { ...rest, ...(references ? { references: [...references] } : {}) }
}

/** A mail that all recipients were refused for rejects with each one's error. */
function errorsIn(error: unknown): readonly SmtpError[] {
  const { rejectedErrors } = error as { rejectedErrors?: readonly SmtpError[] }
  return rejectedErrors?.length ? rejectedErrors : [error as SmtpError]
}

/** `Ops <ops@example.com>` or `ops@example.com` */
function addressOf(recipient: string): string {
  return (/<([^<>]+)>\s*$/.exec(recipient)?.[1] ?? recipient).trim()
}
