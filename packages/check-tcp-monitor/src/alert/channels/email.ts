import { isIP } from 'node:net'
import type { ChannelConfig } from '../../core/alerting.js'
import type { Channel, Message } from '../../core/channel.js'
import { messageText, messageTitle } from '../wording/message-text.js'
import { threadHeaders } from './mail-threads.js'
import { type SmtpError, smtpOutcome } from './smtp-outcome.js'
import { TakenOfMessage } from './taken-of-message.js'

type EmailConfig = Extract<ChannelConfig, { kind: 'email' }>

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
export function createEmail(config: EmailConfig): Channel {
  const { name, kind, to, user, password } = config
  const taken = new TakenOfMessage()
  const secrets = [user, password].flatMap((secret) => secret ?? [])
  return {
    name,
    kind,
    async send(message, signal) {
      const transport = await transportOf(config)
      try {
        const rest = taken.restOf(message.key, to)
        const sent = await transport.sendMail({ ...mailOf(config, message), to: [...rest], signal })
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
}

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

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
