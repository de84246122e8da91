import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import {
  type Answer,
  closedUrl,
  startHttpReceiver,
} from '../../../../test/support/http-receiver.js'
import { httpPost } from './http-post.js'

const NOW = Date.UTC(2026, 0, 5, 12)
const never = new AbortController().signal

async function postTo(answer: Answer | 'never' | 'cut', path = '/') {
  await using receiver = await startHttpReceiver(() => answer)
  const outcome = await httpPost({ url: `${receiver.url}${path}`, json: '{}' }, never, NOW)
  return { outcome, received: receiver.received }
}

describe('a post', () => {
  it.each([200, 201, 202, 204])('is delivered when the receiver answers %i', async (status) => {
    expect((await postTo({ status })).outcome).toEqual({ kind: 'delivered' })
  })

  it.each([408, 425, 429, 500, 502, 503, 504])('failed when it answers %i', async (status) => {
    const { outcome } = await postTo({ status, body: 'busy' })
    expect(outcome).toEqual({ kind: 'failed', error: `the receiver answered ${status}: busy` })
  })

  it.each([400, 401, 403, 404, 410, 413, 422])('is refused when it answers %i', async (status) => {
    const { outcome } = await postTo({ status, body: 'no such hook\nat line 1' })
    const error = `the receiver answered ${status}: no such hook`
    expect(outcome).toEqual({ kind: 'refused', error })
  })

  it('repeats the words of an answer that has a form, and says what to look at', async () => {
    const body = '{"code":401,"error":"unauthorized\\u001b[2J"}'
    await using receiver = await startHttpReceiver(() => ({ status: 401, body }))
    const post = {
      url: receiver.url,
      json: '{}',
      wordsOf: (text: string) => JSON.parse(text).error,
      hints: { 401: 'check `token`' },
    }
    expect(await httpPost(post, never, NOW)).toEqual({
      kind: 'refused',
      error: 'the receiver answered 401: unauthorized\\x1b[2J; check `token`',
    })
  })

  it('says what sends it, and in which version', async () => {
    const { received } = await postTo({ status: 200 })
    const { version } = JSON.parse(
      await readFile('packages/check-tcp-monitor/package.json', 'utf8'),
    )
    expect(received[0]?.headers['user-agent']).toBe(`check-tcp-monitor/${version}`)
  })

  it('has another name where the config gives it one', async () => {
    await using receiver = await startHttpReceiver()
    const headers = { 'user-agent': 'mine/1' }
    await httpPost({ url: receiver.url, json: '{}', headers }, never, NOW)
    expect(receiver.received[0]?.headers['user-agent']).toBe('mine/1')
  })

  it('follows no redirect, so that no other host gets the secrets', async () => {
    await using other = await startHttpReceiver()
    const { outcome } = await postTo({ status: 307, headers: { location: other.url } })
    expect(outcome).toEqual({ kind: 'refused', error: 'the receiver answered 307' })
    expect(other.received).toEqual([])
  })

  it.each([
    ['120', 120_000],
    ['Mon, 05 Jan 2026 12:01:30 GMT', 90_000],
    ['9999999', 86_400_000],
  ])('says to wait as Retry-After says: %s', async (header, afterMs) => {
    const { outcome } = await postTo({ status: 503, headers: { 'retry-after': header } })
    expect(outcome).toMatchObject({ kind: 'failed', afterMs })
  })

  it('failed when nobody listens, and says so by the code of the system', async () => {
    const outcome = await httpPost({ url: `${await closedUrl()}/hook`, json: '{}' }, never, NOW)
    expect(outcome).toEqual({ kind: 'failed', error: 'the receiver refuses the connection' })
  })

  it('failed when the receiver closes the connection instead of answering', async () => {
    expect((await postTo('cut')).outcome).toEqual({
      kind: 'failed',
      error: 'the receiver closed the connection without an answer',
    })
  })

  it('failed when its signal aborts while the receiver says nothing', async () => {
    const ending = new AbortController()
    await using receiver = await startHttpReceiver(() => {
      queueMicrotask(() => ending.abort())
      return 'never'
    })
    const outcome = await httpPost({ url: receiver.url, json: '{}' }, ending.signal, NOW)
    expect(outcome).toEqual({ kind: 'failed', error: 'no answer in time' })
  })

  it('failed when it cannot be made, without a word of the URL', async () => {
    const url = 'http://hook.invalid:99999999/token-of-mine'
    const outcome = await httpPost({ url, json: '{}' }, never, NOW)
    expect(outcome).toEqual({ kind: 'failed', error: 'its URL cannot be used' })
  })

  it('sends the user of a URL as basic authentication', async () => {
    await using receiver = await startHttpReceiver()
    const url = receiver.url.replace('//', '//monitor:pass%40word@')
    expect(await httpPost({ url, json: '{}' }, never, NOW)).toEqual({ kind: 'delivered' })
    const credentials = Buffer.from('monitor:pass@word').toString('base64')
    expect(receiver.received[0]?.headers.authorization).toBe(`Basic ${credentials}`)
  })

  it('reads no more than the beginning of an answer', async () => {
    const { outcome } = await postTo({ status: 400, body: 'x'.repeat(8_000_000) })
    expect(outcome.kind === 'refused' && outcome.error.length).toBeLessThan(300)
  })

  it('shows no control character of an answer', async () => {
    const { outcome } = await postTo({ status: 400, body: 'a\u001b[31mb' })
    expect(outcome).toMatchObject({ error: 'the receiver answered 400: a\\x1b[31mb' })
  })

  it('repeats neither the token in a path, nor a password, nor a header that an answer repeats', async () => {
    await using receiver = await startHttpReceiver(({ path, headers }) => ({
      status: 400,
      body: `bad ${decodeURIComponent(path)} ${path} ${headers['x-token']} ${headers.authorization} key-1234567`,
    }))
    const url = `${receiver.url.replace('//', '//monitor:password-1@')}/T0%2F123456/tok%C3%A9n-1?key=query-secret`
    const post = {
      url,
      json: '{}',
      headers: { 'x-token': 'header-secret' },
      secrets: ['key-1234567'],
    }
    const outcome = await httpPost(post, never, NOW)
    expect(outcome.kind).toBe('refused')
    const { error } = outcome as { error: string }
    for (const secret of [
      '123456',
      'tok',
      'query-secret',
      'header-secret',
      'password-1',
      'key-1',
    ]) {
      expect(error).not.toContain(secret)
    }
    expect(error).not.toContain(Buffer.from('monitor:password-1').toString('base64'))
  })
})
