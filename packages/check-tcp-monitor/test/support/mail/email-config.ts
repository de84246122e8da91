import type { EmailConfig } from '../../../src/alert/channels/email.js'

/** A channel that mails over a server on this machine. */
export function emailConfig(port: number, more: Partial<EmailConfig> = {}): EmailConfig {
  return {
    kind: 'email',
    name: 'mail',
    host: '127.0.0.1',
    port,
    secure: false,
    from: 'Monitor <monitor@example.com>',
    to: ['Ops <ops@mail.test>'],
    ...more,
  }
}
