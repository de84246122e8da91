import { describe, expect, it } from 'vitest'
import { listedActs } from '../../../test/support/listed-acts.js'
import {
  type Asking,
  jsonOf,
  type ServedMonitor,
  serveMonitor,
  TOKEN,
} from '../../../test/support/served-monitor.js'
import { type AccessToken, includesRole, ROLES, type Role } from '../../core/config/access.js'
import type { Endpoint } from '../api/endpoint/endpoint.js'
import { ENDPOINTS } from '../endpoints.js'

const TOKENS: readonly AccessToken[] = ROLES.map((role) => {
  return { name: `${role}er`, role, token: `a-token-of-the-role-${role}` }
})

const PROXY = {
  from: ['192.0.2.0/24'],
  header: 'x-forwarded-user',
  role: 'admin',
  roles: {},
} as const

const AUDIT = listedActs()

const SERVED = {
  http: { tokens: TOKENS, authProxy: PROXY },
  extras: {
    machineRules: { audit: AUDIT, policy: undefined, ledger: { take: () => ({ waitMs: 0 }) } },
  },
} as never

/** What is served to somebody, with a role. */
interface Guarded extends Endpoint {
  readonly role: Role
}

const GUARDED = ENDPOINTS.filter((each): each is Guarded => each.role !== 'anybody')

const WRITING = GUARDED.filter(({ method }) => method !== 'GET')

const named = (endpoint: Endpoint) =>
  [`${endpoint.method} ${endpoint.path}`, endpoint as Guarded] as const

/** Asks for it with a body that none takes, so that nothing is done where it is let in. */
function askFor({ method, path }: Endpoint, served: ServedMonitor, asking: Asking) {
  const body = method === 'GET' ? {} : { body: { nobody_takes_this: true } }
  return served.ask(path.replaceAll(/\{\w+\}/g, 'web'), { method, ...body, token: null, ...asking })
}

/** The problem that it is refused with; undefined where it is let in, whatever becomes of it then. */
async function refusal(response: Response): Promise<string | undefined> {
  const type = response.headers.get('content-type') ?? ''
  if (type !== 'application/problem+json') {
    await response.body?.cancel()
    return undefined
  }
  const problem = (await jsonOf<{ type: string }>(response)).type.replace(/^.*:/, '')
  const isOfGuard = [401, 403, 429].includes(response.status)
  return isOfGuard ? problem : undefined
}

/** Signs in. @returns the headers of a browser from then on */
async function browserOf(served: ServedMonitor, token: string) {
  const signedIn = await served.ask('/api/v1/session', {
    ...{ method: 'POST', body: { token }, token: null },
  })
  const { csrf } = await jsonOf<{ csrf: string }>(signedIn)
  return { cookie: signedIn.headers.get('set-cookie')?.split(';')[0] ?? '', csrf }
}

describe.each(GUARDED.map(named))('%s', (_, endpoint) => {
  it('is for those who bring a token of its role, or of a greater one', async () => {
    await using served = await serveMonitor(SERVED)
    const ask = async (token: string | null) => refusal(await askFor(endpoint, served, { token }))
    expect(await ask(null)).toBe('unauthorised')
    expect(await ask('not-a-token-of-the-tests')).toBe('unauthorised')
    for (const { role, token } of TOKENS) {
      const expected = includesRole(role, endpoint.role) ? undefined : 'forbidden'
      expect(await ask(token)).toBe(expected)
    }
    expect(await ask(TOKEN)).toBeUndefined()
  })

  it('is for no page of another origin, whatever it brings', async () => {
    await using served = await serveMonitor(SERVED)
    const { cookie, csrf } = await browserOf(served, TOKEN)
    for (const foreign of [{ origin: 'https://a.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const headers = { ...foreign, cookie, 'x-csrf-token': csrf }
      const asking = { token: TOKEN, headers, peer: '192.0.2.9' }
      expect(await refusal(await askFor(endpoint, served, asking))).toBe('foreign_origin')
    }
  })

  it('is for sessions of its role', async () => {
    await using served = await serveMonitor(SERVED)
    for (const { role, token } of TOKENS) {
      const { cookie, csrf } = await browserOf(served, token)
      const headers = { cookie, 'x-csrf-token': csrf }
      const expected = includesRole(role, endpoint.role) ? undefined : 'forbidden'
      expect(await refusal(await askFor(endpoint, served, { headers }))).toBe(expected)
    }
    const headers = { cookie: 'check_tcp_session=made-up', 'x-csrf-token': 'made-up' }
    expect(await refusal(await askFor(endpoint, served, { headers }))).toBe('unauthorised')
  })

  it('where no token is configured, is for users of this machine, to read', async () => {
    await using local = await serveMonitor({ withoutToken: true })
    const expected = endpoint.role === 'read' ? undefined : 'no_token_configured'
    expect(await refusal(await askFor(endpoint, local, {}))).toBe(expected)
    const forwarded = { headers: { 'x-forwarded-for': '192.0.2.7' } }
    expect(await refusal(await askFor(endpoint, local, forwarded))).toBe('no_token_configured')
    await using open = await serveMonitor({ withoutToken: true, listensLocally: false })
    expect(await refusal(await askFor(endpoint, open, {}))).toBe('no_token_configured')
  })
})

describe.each(WRITING.map(named))('%s', (_, endpoint) => {
  it('changes nothing for a session without its CSRF token', async () => {
    await using served = await serveMonitor(SERVED)
    const { cookie, csrf } = await browserOf(served, TOKEN)
    const other = await browserOf(served, TOKEN)
    for (const given of [undefined, '', 'made-up', other.csrf, `${csrf}x`]) {
      const headers = { cookie, ...(given !== undefined && { 'x-csrf-token': given }) }
      expect(await refusal(await askFor(endpoint, served, { headers }))).toBe('csrf')
    }
  })

  it('changes nothing for the user of a proxy without their CSRF token', async () => {
    await using served = await serveMonitor(SERVED)
    const proxied = { token: null, peer: '192.0.2.9', headers: { 'x-forwarded-user': 'eve' } }
    expect(await refusal(await askFor(endpoint, served, proxied))).toBe('csrf')
    const { csrf } = await jsonOf<{ csrf: string }>(await served.ask('/api/v1/session', proxied))
    const headers = { ...proxied.headers, 'x-csrf-token': csrf }
    expect(await refusal(await askFor(endpoint, served, { ...proxied, headers }))).toBeUndefined()
    const others = { ...headers, 'x-forwarded-user': 'mallory' }
    expect(await refusal(await askFor(endpoint, served, { ...proxied, headers: others }))).toBe(
      'csrf',
    )
  })

  it('takes more than to read', () => {
    expect(endpoint.role).not.toBe('read')
  })
})

it('of what anybody may ask for, nothing changes but who is signed in', () => {
  const open = ENDPOINTS.filter(({ role, method }) => role === 'anybody' && method !== 'GET')
  expect(open.map(({ id }) => id)).toEqual(['signIn', 'signOut'])
})

it('none of what was refused stands in the audit log', () => {
  expect(new Set(AUDIT.acts.map(({ what }) => what.act))).toEqual(new Set(['signIn']))
})
