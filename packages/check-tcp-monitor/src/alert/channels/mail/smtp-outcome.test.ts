import { describe, expect, it } from 'vitest'
import { type SmtpError, smtpOutcome } from './smtp-outcome.js'

const never = new AbortController().signal

function errorOf(more: Partial<SmtpError>): SmtpError {
  return { message: 'Something failed', ...more }
}

describe('the outcome of a mail', () => {
  it.each([
    ['MAIL FROM', 451, 'failed'],
    ['RCPT TO', 450, 'failed'],
    ['DATA', 452, 'failed'],
    ['MAIL FROM', 550, 'refused'],
    ['RCPT TO', 550, 'refused'],
    ['DATA', 554, 'refused'],
    ['CONN', 554, 'failed'],
    ['AUTH PLAIN', 535, 'failed'],
    ['EHLO', 502, 'failed'],
  ])('is, after an answer to %s of %i, %s', (command, responseCode, kind) => {
    const error = errorOf({ command, responseCode, response: `${responseCode} no` })
    expect(smtpOutcome([error], [], never)).toEqual({
      kind,
      error: `the server answered ${responseCode} no`,
    })
  })

  it('is delivered where nothing went wrong', () => {
    expect(smtpOutcome([], [], never)).toEqual({ kind: 'delivered' })
  })

  it('failed where a later try may help one of several recipients', () => {
    const refused = errorOf({ command: 'RCPT TO', responseCode: 550, response: '550 no' })
    const later = errorOf({
      command: 'RCPT TO',
      responseCode: 450,
      response: '450 greylisted',
      recipient: 'b@example.com',
    })
    expect(smtpOutcome([refused, later], [], never)).toEqual({
      kind: 'failed',
      error: 'the server answered 450 greylisted for b@example.com',
    })
  })

  it('failed, in its own words, where there was no answer', () => {
    const error = errorOf({ message: 'connect ECONNREFUSED', code: 'ESOCKET', command: 'CONN' })
    expect(smtpOutcome([error], [], never)).toEqual({
      kind: 'failed',
      error: 'the server refuses the connection',
    })
    expect(smtpOutcome([error], [], AbortSignal.abort())).toEqual({
      kind: 'failed',
      error: 'no answer in time',
    })
  })

  it("says OpenSSL's reason without its file and line", () => {
    const message =
      '80:error:0A000438:SSL routines:ssl3_read_bytes:internal error:rec_layer_s3.c:1601:'
    const error = errorOf({ message, reason: 'tlsv1 alert internal error', code: 'ESOCKET' })
    expect(smtpOutcome([error], [], never)).toEqual({
      kind: 'failed',
      error: 'tlsv1 alert internal error',
    })
  })

  it('repeats no password and no control character of an answer', () => {
    const error = errorOf({ response: '535 bad hunter2-hunter2\u001b[0m', responseCode: 535 })
    expect(smtpOutcome([error], ['hunter2-hunter2'], never)).toMatchObject({
      error: 'the server answered 535 bad [secret]\\x1b[0m',
    })
  })
})
