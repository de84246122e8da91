import { type MailServer, mailServerRequirements, startMailServer } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { createChannel } from '../../src/alert/channels/create-channels.js'
import type { Message } from '../../src/core/alert/channel.js'
import { emailConfig } from '../support/mail/email-config.js'
import { messageOf, noticeOf, resolvedOf } from '../support/notices.js'

const requirements = mailServerRequirements()
const leftOut = requirements.available ? '' : ` (left out: ${requirements.because})`
const TOOLS = { wallMs: Date.now, environment: {} }
const never = new AbortController().signal
const ROOT = '<orders-db-mk15cvy0-1a2b@example.com>'

/** A header of a mail, unfolded (RFC 5322 section 2.2.3). */
function headerOf(mail: string, name: string): string | undefined {
  const [head = ''] = mail.split(/\r?\n\r?\n/, 1)
  const unfolded = head.replace(/\r?\n[ \t]+/g, ' ')
  return new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1]?.trim()
}

/** Quoted-printable without its soft line breaks (RFC 2045 section 6.7). */
function textOf(mail: string): string {
  return mail.replace(/=\r?\n/g, '')
}

function to({ port, domain }: Pick<MailServer, 'port' | 'domain'>) {
  return emailConfig(port, { to: [`ops@${domain}`] })
}

describe.runIf(requirements.available)(`a real mail server${leftOut}`, () => {
  it('gets the mails of an incident, from its opening to its end, in one thread', async () => {
    await using server = await startMailServer()
    const channel = createChannel(to(server), TOOLS)
    const opened = messageOf(noticeOf())
    const resolved: Message = { key: 'f'.repeat(32), notices: [resolvedOf()] }
    expect(await channel.send(opened, never)).toEqual({ kind: 'delivered' })
    expect(await channel.send(resolved, never)).toEqual({ kind: 'delivered' })

    const mails = await server.mails(2)
    const bySubject = (word: string) =>
      mails.find((mail) => headerOf(mail, 'Subject')?.startsWith(word)) ?? ''
    const [first, last] = [bySubject('DOWN'), bySubject('RESOLVED')]
    expect(headerOf(first, 'Message-ID')).toBe(ROOT)
    expect(headerOf(first, 'References')).toBeUndefined()
    expect(headerOf(first, 'To')).toBe('ops@mail.test')
    expect(headerOf(last, 'Message-ID')).toBe(`<${'f'.repeat(32)}@example.com>`)
    expect(headerOf(last, 'In-Reply-To')).toBe(ROOT)
    expect(headerOf(last, 'References')).toBe(ROOT)
    expect(textOf(first)).toContain("\nFault: the target's fault\n")
    expect(textOf(first)).toContain(
      '\nFirst step: Verify the service is running on the target host\n',
    )
    expect(textOf(last)).toContain('\nLasted: 12 min 3 s\n')
  })

  it('refuses a recipient that it does not know', async () => {
    await using server = await startMailServer()
    const channel = createChannel({ ...to(server), to: ['ops@elsewhere.test'] }, TOOLS)
    expect(await channel.send(messageOf(noticeOf()), never)).toEqual({
      kind: 'refused',
      error:
        'the server answered 550 Invalid recipient: <ops@elsewhere.test> for ops@elsewhere.test',
    })
  })
})
