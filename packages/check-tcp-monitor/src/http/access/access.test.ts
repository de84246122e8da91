import { describe, expect, it } from 'vitest'
import { listedActs } from '../../../test/support/listed-acts.js'
import { type Asking, jsonOf, serveMonitor, TOKEN } from '../../../test/support/served-monitor.js'
import type { AuthProxy } from '../../core/config/access.js'
import { SESSION_MS } from './sessions.js'

const OPS = { name: 'ops', role: 'operate', token: 'a-token-of-the-operators' } as const
const PROXY: AuthProxy = {
  from: ['127.0.0.1', '2001:db8::/32'],
  header: 'x-forwarded-user',
  role: 'operate',
  roles: { ada: 'admin' },
}

interface Session {
  readonly name?: string
  readonly role?: string
  readonly csrf?: string
  readonly may: readonly string[]
  readonly sign_in: boolean
}

const PATH = '/api/v1/session'

const signingIn = (token: string): Asking => ({ method: 'POST', body: { token }, token: null })

const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? ''

describe('a session', () => {
  it('begins with a token, says who is asking and what they may do, and ends', async () => {
    await using served = await serveMonitor({ http: { tokens: [OPS] } })
    const signedIn = await served.ask(PATH, signingIn(OPS.token))
    const { csrf } = await jsonOf<Session>(signedIn.clone())
    expect(await signedIn.json()).toEqual({ name: 'ops', role: 'operate', csrf })
    const cookie = cookieOf(signedIn)
    const headers = { cookie }
    const asked = await served.ask(PATH, { token: null, headers })
    const session = { name: 'ops', role: 'operate', csrf, may: ['read', 'operate'], sign_in: true }
    expect(await asked.json()).toEqual(session)
    const out = { method: 'DELETE', token: null, headers }
    expect((await served.ask(PATH, out)).status).toBe(403)
    const signedOut = await served.ask(PATH, {
      ...out,
      headers: { cookie, 'x-csrf-token': csrf ?? '' },
    })
    expect(await signedOut.json()).toEqual({ may: [], sign_in: true })
    expect(signedOut.headers.get('set-cookie')).toMatch(/^check_tcp_session=; Max-Age=0; Path=\/; /)
    expect((await served.ask('/api/v1/checks', { token: null, headers })).status).toBe(401)
  })

  it.each([
    ['127.0.0.1:9116', {}, false],
    ['localhost:9116', {}, false],
    ['[::1]:9116', {}, false],
    ['127.0.0.1:9116', { 'x-forwarded-for': '192.0.2.7' }, true],
    ['192.0.2.1:9116', {}, true],
  ])(
    'has a cookie for no script and no other site; asked as %s, %j, over TLS alone: %s',
    async (host, more, secure) => {
      await using served = await serveMonitor()
      const headers = { host, ...more }
      const signedIn = await served.ask(PATH, { ...signingIn(TOKEN), headers })
      const [, ...attributes] = (signedIn.headers.get('set-cookie') ?? '').split('; ')
      const expected = ['Max-Age=43200', 'Path=/', 'HttpOnly', 'SameSite=Strict']
      expect(attributes).toEqual(secure ? [...expected, 'Secure'] : expected)
    },
  )

  it('ends after twelve hours, and when its token is changed', async () => {
    await using served = await serveMonitor({ http: { tokens: [OPS] } })
    const headers = { cookie: cookieOf(await served.ask(PATH, signingIn(OPS.token))) }
    const other = { cookie: cookieOf(await served.ask(PATH, signingIn(TOKEN))) }
    const ask = async (own: Asking['headers'] = {}) =>
      (await served.ask('/api/v1/checks', { token: null, headers: own })).status
    expect([await ask(headers), await ask(other)]).toEqual([200, 200])
    const http = { host: '127.0.0.1', port: 0, hosts: [], modules: {}, token: TOKEN }
    served.configure({ http: { ...http, tokens: [{ ...OPS, token: 'another-token-of-theirs' }] } })
    expect([await ask(headers), await ask(other)]).toEqual([401, 200])
    await served.clock.advance(SESSION_MS)
    expect(await ask(other)).toBe(401)
  })

  it('reads no events any more once it is over', async () => {
    await using served = await serveMonitor({ http: { tokens: [OPS] } })
    const headers = { cookie: cookieOf(await served.ask(PATH, signingIn(OPS.token))) }
    const stream = (await served.ask('/api/v1/events', { token: null, headers })).body
    const reader = stream?.getReader()
    expect((await reader?.read())?.done).toBe(false)
    const soon = reader?.read()
    await served.clock.advance(15_000)
    expect((await soon)?.done).toBe(false)
    served.configure({ http: { host: '127.0.0.1', port: 0, hosts: [], modules: {}, token: TOKEN } })
    await served.clock.advance(15_000)
    expect((await reader?.read())?.done).toBe(true)
  })

  it('is found among cookies of the same name from elsewhere', async () => {
    await using served = await serveMonitor()
    const cookie = cookieOf(await served.ask(PATH, signingIn(TOKEN)))
    const headers = { cookie: `a=b; check_tcp_session=of-another-port; ${cookie}; c` }
    expect((await served.ask('/api/v1/checks', { token: null, headers })).status).toBe(200)
  })

  it('of nobody says whether there is anything to sign in with', async () => {
    await using served = await serveMonitor()
    expect(await (await served.ask(PATH, { token: null })).json()).toEqual({
      may: [],
      sign_in: true,
    })
    await using without = await serveMonitor({ withoutToken: true })
    const local = await without.ask(PATH, { token: null })
    expect(await local.json()).toEqual({ role: 'read', may: ['read'], sign_in: false })
    expect((await without.ask(PATH, signingIn(TOKEN))).status).toBe(403)
  })

  it('is refused to those who try tokens, for a while', async () => {
    await using served = await serveMonitor()
    const tries = Array.from({ length: 10 }, (_, index) =>
      signingIn(`a-guess-of-somebody-${index}`),
    )
    const ask = async (asking: Asking, peer = '192.0.2.7') =>
      (await served.ask(PATH, { ...asking, peer })).status
    for (const each of tries) expect(await ask(each)).toBe(401)
    const refused = await served.ask(PATH, { ...signingIn(TOKEN), peer: '192.0.2.7' })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3'])
    const bearer = await served.ask('/api/v1/checks', { peer: '192.0.2.7' })
    expect(bearer.status).toBe(429)
    expect(await ask(signingIn(TOKEN), '192.0.2.8')).toBe(200)
    await served.clock.advance(3_000)
    expect(await ask(signingIn(TOKEN))).toBe(200)
  })
})

describe('a proxy that signs people in', () => {
  const session = async (asking: Asking, http: { authProxy: AuthProxy } = { authProxy: PROXY }) => {
    await using served = await serveMonitor({ http, withoutToken: true })
    const response = await served.ask(PATH, { token: null, ...asking })
    return { status: response.status, ...(await jsonOf<Session & { detail?: string }>(response)) }
  }
  const user = (name: string, peer = '127.0.0.1') => ({
    peer,
    headers: { 'x-forwarded-user': name },
  })

  it('says who asks, with the role of the user or that of all others', async () => {
    expect(await session(user('ada'))).toMatchObject({ name: 'ada', role: 'admin' })
    expect(await session(user('eve@example.com'))).toMatchObject({
      ...{ name: 'eve@example.com', role: 'operate', may: ['read', 'operate'], sign_in: false },
    })
    expect(await session(user('ada', '2001:db8::7'))).toMatchObject({ name: 'ada' })
    const bytes = Buffer.from('Zoë').toString('latin1')
    expect(await session(user(bytes))).toMatchObject({ name: 'Zoë' })
  })

  it('counts from its own addresses alone, and what has passed a proxy is not of this machine', async () => {
    for (const peer of ['127.0.0.2', '192.0.2.7', '2001:db9::1', 'unknown']) {
      const { status, name, role } = await session(user('ada', peer))
      expect([status, name, role]).toEqual([200, undefined, undefined])
    }
    expect(await session({ peer: '127.0.0.1' })).toMatchObject({ may: [] })
    expect(await session({ peer: '127.0.0.2' })).toMatchObject({ role: 'read', may: ['read'] })
  })

  it.each(['ada, eve', 'ada,', ',', 'a\tb', `${'a'.repeat(201)}`, '__proto__, ada'])(
    'vouches for one person: %s is none',
    async (name) => {
      expect((await session(user(name))).status).toBe(401)
    },
  )

  it('lets in nobody whom the config gives no role', async () => {
    const authProxy: AuthProxy = {
      from: ['127.0.0.1'],
      header: 'x-forwarded-user',
      roles: { ada: 'read' },
    }
    expect((await session(user('eve'), { authProxy })).status).toBe(403)
    expect((await session(user('constructor'), { authProxy })).status).toBe(403)
    expect(await session(user('ada'), { authProxy })).toMatchObject({ may: ['read'] })
  })
})

describe('what is done', () => {
  const rulesWith = (audit: ReturnType<typeof listedActs>) =>
    ({ machineRules: { audit, policy: undefined, ledger: undefined } }) as never

  it('is by whom the token says, unless they say otherwise, and stands in the audit log first', async () => {
    const audit = listedActs()
    await using served = await serveMonitor({ http: { tokens: [OPS] }, extras: rulesWith(audit) })
    const asked = { matches: 'web', for: 60 }
    const asking = { method: 'POST', token: OPS.token, peer: '192.0.2.7' }
    const silence = await served.ask('/api/v1/silences', { ...asking, body: asked })
    const { id, by } = await jsonOf<{ id: string; by: string }>(silence)
    expect(by).toBe('ops')
    const said = { ...asked, by: 'Ada', note: 'a note' }
    const own = await served.ask('/api/v1/silences', { ...asking, body: said })
    expect(await own.json()).toMatchObject({ by: 'Ada' })
    await served.ask(`/api/v1/silences/${id}`, { method: 'DELETE' })
    const ops = { name: 'ops', role: 'operate', way: 'token', from: '192.0.2.7' }
    expect(audit.acts.map(({ what, by: whom }) => ({ ...what, by: whom }))).toEqual([
      { act: 'addSilence', given: asked, by: ops },
      { act: 'addSilence', given: asked, by: ops },
      {
        ...{ act: 'endSilence', given: { id } },
        by: { name: 'token', role: 'admin', way: 'token', from: 'unknown' },
      },
    ])
  })

  it('is not done where the audit log cannot be written', async () => {
    await using served = await serveMonitor({ extras: rulesWith(listedActs('no space left')) })
    const body = { matches: 'web', for: 60 }
    const response = await served.ask('/api/v1/silences', { method: 'POST', body })
    expect(response.status).toBe(503)
    expect(await response.text()).not.toContain('no space left')
    expect(served.monitor.silences()).toEqual([])
    expect((await served.ask(PATH, signingIn(TOKEN))).status).toBe(503)
  })
})
