import { validateCheck } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { evidence } from '../../../test/history/sample-history.js'
import { failedResult, sampleResult } from '../../../test/support/sample-result.js'
import { readAnswer, readAsk, readAskedCheck, writeAnswer, writeAsk } from './agent-ask.js'

const TARGET = { host: 'web.example', port: 443 }

/** As it is after the wire. */
const sent = (value: { readonly id: string }) => JSON.parse(JSON.stringify(value))

describe('what is asked of a location', () => {
  it.each([
    { kind: 'check', parameters: validateCheck(TARGET) } as const,
    {
      kind: 'check',
      parameters: validateCheck({ ...TARGET, timeout: 2, family: 6, tls: { starttls: 'smtp' } }),
    } as const,
    { kind: 'explain', checkId: 'web' } as const,
    {
      kind: 'explain_target',
      parameters: validateCheck({ host: 'db', port: 5432 }),
    } as const,
  ])('comes out of the wire as it went in: %#', (ask) => {
    expect(readAsk(sent(writeAsk('x', ask)))).toEqual({ id: 'x', ask })
  })

  it('says of a check what is not what it would be anyway', () => {
    const parameters = validateCheck({ ...TARGET, attempts: 2 })
    expect(writeAsk('x', { kind: 'check', parameters })).toEqual({
      ...{ id: 'x', kind: 'check' },
      parameters: { ...TARGET, attempts: 2 },
    })
  })

  it.each([
    ['send', { send: 'x' }, '`send` cannot be asked of a location'],
    ['source_port', { source_port: 5 }, '`source_port` cannot be asked of a location'],
    ['a file', { tls: { ca: '/etc/shadow' } }, '`ca` of `tls` names a file'],
    ['a client certificate', { tls: { certificate: 'a', key: 'b' } }, 'names a file'],
    ['a bad port', { port: 0 }, 'port'],
    ['more time than anybody waits', { timeout: 61 }, 'the check may take 60 s altogether'],
    ['very many attempts', { attempts: 10_000 }, 'fewer `attempts`'],
  ])('is no check with %s', (_what, more, words) => {
    expect(readAskedCheck({ ...TARGET, ...more })).toContain(words)
    const ask = { id: 'x', kind: 'check', parameters: { ...TARGET, ...more } }
    expect(readAsk(ask)).toEqual({ id: 'x' })
  })

  it('is known by its id where a newer hub asks it', () => {
    expect(readAsk({ ...{ kind: 'trace', target: 'a' }, id: 'x' })).toEqual({ id: 'x' })
  })
})

describe('the answer of a location', () => {
  it.each([
    { kind: 'refused', because: 'no' } as const,
    { kind: 'evidence', evidence: evidence() } as const,
    { kind: 'result', result: sampleResult() } as const,
    {
      kind: 'result',
      result: failedResult('refused', 'target', 'Connection refused'),
    } as const,
  ])('is taken as it is: %#', (answer) => {
    expect(readAnswer(JSON.parse(JSON.stringify(writeAnswer(answer))))).toEqual(answer)
  })

  it.each([
    [{ kind: 'result', result: { status: 'success' } }],
    [{ kind: 'result', result: { ...sampleResult(), host: 5 } }],
    [{ kind: 'refused' }],
    [{ kind: 'other' }],
    ['text'],
  ])('is none otherwise: %#', (answer) => {
    expect(readAnswer(answer)).toBeUndefined()
  })
})
