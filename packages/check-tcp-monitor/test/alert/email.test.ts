import { describe, expect, it } from 'vitest'
import { createChannel } from '../../src/alert/channels/create-channels.js'
import type { EmailConfig } from '../../src/alert/channels/email.js'
import { emailConfig } from '../support/mail/email-config.js'
import { type ScriptedSmtp, startScriptedSmtp } from '../support/mail/scripted-smtp.js'
import { messageOf, noticeOf } from '../support/notices.js'

const never = new AbortController().signal

function channelTo({ port }: Pick<ScriptedSmtp, 'port'>, more: Partial<EmailConfig> = {}) {
  return createChannel(emailConfig(port, more), { wallMs: Date.now, environment: {} })
}

function rcptAnswers(answers: Readonly<Record<string, string>>) {
  return (command: string) =>
    Object.entries(answers).find(([address]) => command.startsWith(`RCPT TO:<${address}>`))?.[1]
}

function offeringTls(command: string): string | undefined {
  return command.startsWith('EHLO') ? '250-mail.test\r\n250-AUTH PLAIN\r\n250 STARTTLS' : undefined
}

describe('e-mail', () => {
  it('sends what there is to say as a plain text that nothing answers by itself', async () => {
    await using server = await startScriptedSmtp()
    const notice = noticeOf({ description: 'line\r\nBcc: all@mail.test' })
    const outcome = await channelTo(server).send(messageOf(notice), never)
    expect(outcome).toEqual({ kind: 'delivered' })
    expect(server.commands).toContain('MAIL FROM:<monitor@example.com>')
    expect(server.commands.filter((each) => each.startsWith('RCPT'))).toEqual([
      'RCPT TO:<ops@mail.test>',
    ])
    const [mail = ''] = server.mails
    expect(mail).toContain('Subject: DOWN orders_db (db-1.example.com:5432): Connection')
    expect(mail).toContain('Message-ID: <orders-db-mk15cvy0-1a2b@example.com>')
    expect(mail).toContain('Auto-Submitted: auto-generated')
    expect(mail).toContain('X-Check-Tcp-Incident: orders-db-mk15cvy0-1a2b')
    // Quoted-printable breaks lines where it likes (RFC 2045 section 6.7).
    expect(mail.replaceAll('=\n', '')).toContain('\nNormal response: 12 ms, at most 40 ms\n')
    expect(mail).toContain('\nWhat: line\\x0d\\nBcc: all@mail.test\n')
  })

  it.each([
    ['CONN', '421 busy', 'failed'],
    ['CONN', '554 not you', 'failed'],
    ['MAIL', '451 later', 'failed'],
    ['RCPT', '450 greylisted', 'failed'],
    ['RCPT', '550 no such user', 'refused'],
    ['DATA', '452 full', 'failed'],
    ['.', '552 too large', 'refused'],
    ['.', '451 later', 'failed'],
  ])('after an answer to %s of "%s" is %s', async (verb, words, kind) => {
    await using server = await startScriptedSmtp((command) =>
      command.startsWith(verb) ? words : undefined,
    )
    const outcome = await channelTo(server).send(messageOf(noticeOf()), never)
    expect(outcome).toMatchObject({ kind, error: expect.stringContaining(words) })
  })

  it('sends a later try only to those who have not had it', async () => {
    const answers = { 'b@mail.test': '450 greylisted' } as Record<string, string>
    await using server = await startScriptedSmtp((command) => rcptAnswers(answers)(command))
    const channel = channelTo(server, { to: ['a@mail.test', 'B <b@mail.test>'] })
    const message = messageOf(noticeOf())
    expect(await channel.send(message, never)).toMatchObject({ kind: 'failed' })
    delete answers['b@mail.test']
    expect(await channel.send(message, never)).toEqual({ kind: 'delivered' })
    expect(server.commands.filter((each) => each.startsWith('RCPT'))).toEqual([
      'RCPT TO:<a@mail.test>',
      'RCPT TO:<b@mail.test>',
      'RCPT TO:<b@mail.test>',
    ])
    expect(server.mails).toHaveLength(2)
  })

  it('tells of a recipient that is refused though another one had the mail', async () => {
    await using server = await startScriptedSmtp(rcptAnswers({ 'b@mail.test': '550 no such user' }))
    const channel = channelTo(server, { to: ['a@mail.test', 'b@mail.test'] })
    expect(await channel.send(messageOf(noticeOf()), never)).toEqual({
      kind: 'refused',
      error: 'the server answered 550 no such user for b@mail.test',
    })
    expect(server.mails).toHaveLength(1)
  })

  it('logs in, and repeats no password where it is not let in', async () => {
    let answer = '235 welcome'
    await using server = await startScriptedSmtp((command) =>
      command.startsWith('AUTH') ? answer : undefined,
    )
    const channel = channelTo(server, { user: 'monitor-1', password: 'hunter2-hunter2' })
    const message = messageOf(noticeOf())
    expect(await channel.send(message, never)).toEqual({ kind: 'delivered' })
    const credentials = Buffer.from('\0monitor-1\0hunter2-hunter2').toString('base64')
    expect(server.commands).toContain(`AUTH PLAIN ${credentials}`)
    answer = '535 bad password hunter2-hunter2'
    expect(await channel.send({ ...message, key: 'another' }, never)).toEqual({
      kind: 'failed',
      error: 'the server answered 535 bad password [secret]',
    })
  })

  it('goes on in TLS where the server offers it, whatever its certificate is', async () => {
    await using server = await startScriptedSmtp(offeringTls)
    expect(await channelTo(server).send(messageOf(noticeOf()), never)).toEqual({
      kind: 'delivered',
    })
    const [first, second, third] = server.commands
    expect([first, second, third]).toEqual([first, 'STARTTLS', first])
    expect(server.mails).toHaveLength(1)
  })

  it('sends no password to another machine that nobody signed for', async () => {
    await using server = await startScriptedSmtp(offeringTls)
    const config = { host: '0.0.0.0', user: 'monitor-1', password: 'hunter2-hunter2' }
    const outcome = await channelTo(server, config).send(messageOf(noticeOf()), never)
    expect(outcome).toMatchObject({
      kind: 'failed',
      error: expect.stringContaining('self-signed certificate'),
    })
    expect(server.commands.join('\n')).not.toContain('AUTH')
  })

  it('sends no password in the clear to another machine', async () => {
    await using server = await startScriptedSmtp()
    // Linux takes 0.0.0.0 for itself; the channel does not.
    const config = { host: '0.0.0.0', user: 'monitor-1', password: 'hunter2-hunter2' }
    const outcome = await channelTo(server, config).send(messageOf(noticeOf()), never)
    expect(outcome.kind).toBe('failed')
    expect(server.commands.join('\n')).not.toContain('AUTH')
  })

  it('failed when nobody listens', async () => {
    const server = await startScriptedSmtp()
    await server[Symbol.asyncDispose]()
    const outcome = await channelTo(server).send(messageOf(noticeOf()), never)
    expect(outcome).toMatchObject({
      kind: 'failed',
      error: 'the server refuses the connection',
    })
  })

  it('gives up when its signal aborts while the server says nothing', async () => {
    const ending = new AbortController()
    await using server = await startScriptedSmtp((command) => {
      if (!command.startsWith('MAIL')) return undefined
      queueMicrotask(() => ending.abort())
      return 'never'
    })
    const outcome = await channelTo(server).send(messageOf(noticeOf()), ending.signal)
    expect(outcome).toEqual({ kind: 'failed', error: 'no answer in time' })
  })
})
