import * as v from 'valibot'
import { accessTokens, includesRole, ROLES } from '../../core/config/access.js'
import type { HttpConfig } from '../access/access-control.js'
import type { Caller } from '../access/caller.js'
import { sessionCookie } from '../access/session-cookie.js'
import { authorise, CSRF_HEADER } from '../guard/authorise.js'
import { readBody } from '../guard/read-body.js'
import { known } from '../wire/words.js'
import type { Endpoint } from './endpoint/endpoint.js'
import { RequestReader } from './endpoint/read-request.js'

const PATH = '/api/v1/session'

const csrf = v.pipe(
  v.string(),
  v.description(`A secret: what changes anything must bring it as \`${CSRF_HEADER}\``),
)

const role = v.picklist(ROLES)

const tokenInWords = 'a text of at most 1000 characters'

const bodyEntries = {
  token: v.pipe(
    v.string(tokenInWords),
    v.maxLength(1_000, tokenInWords),
    v.description('One of the config'),
  ),
}

const COMMON = { role: 'anybody', path: PATH, pathEntries: {}, queryEntries: {} } as const

const sessionSchema = v.strictObject({
  name: v.optional(v.pipe(v.string(), v.description('Of the token, or of the user of a proxy'))),
  role: v.optional(v.pipe(role, v.description('Absent: nobody is signed in'))),
  csrf: v.optional(csrf),
  may: v.pipe(v.array(role), v.description('The roles that the role includes')),
  sign_in: v.pipe(v.boolean(), v.description('Whether there is any token to sign in with')),
})

export const getSession: Endpoint = {
  ...COMMON,
  id: 'getSession',
  method: 'GET',
  summary: 'Who is asking, and what they may do',
  answer: {
    ...{ status: 200, media: 'application/json', description: 'Who is asking' },
    schema: sessionSchema,
  },
  problems: ['unauthorised', 'forbidden', 'too_many'],
  async respond({ request, peer, http }, { access }) {
    return answer(sessionWire(access.identify({ headers: request.headers, peer }, http), http))
  },
}

export const signIn: Endpoint = {
  ...COMMON,
  id: 'signIn',
  method: 'POST',
  summary: 'Signs in by a token: sets a cookie that lasts 12 hours',
  bodyEntries,
  answer: {
    ...{ status: 200, media: 'application/json', description: 'Who has signed in' },
    schema: v.strictObject({ name: v.string(), role, csrf }),
  },
  problems: ['unauthorised', 'no_token_configured', 'too_many'],
  async respond({ request, peer, http }, { access, acts }) {
    const reader = new RequestReader()
    const { token = '' } = reader.read('body', bodyEntries, await readBody(request))
    reader.end()
    const { headers } = request
    const { caller, secret } = access.signIn(token, { headers, peer }, http)
    await acts.record({ act: 'signIn', given: {} }, caller)
    const { name, role, csrf } = caller
    return answer({ name, role, csrf }, sessionCookie(secret, request))
  },
}

export const signOut: Endpoint = {
  ...COMMON,
  id: 'signOut',
  method: 'DELETE',
  summary: 'Signs out',
  answer: {
    ...{ status: 200, media: 'application/json', description: 'Who is still known' },
    schema: sessionSchema,
  },
  problems: ['unauthorised', 'forbidden', 'csrf', 'too_many'],
  async respond({ request, peer, http }, { access, acts }) {
    const { headers } = request
    const caller = access.identify({ headers, peer }, http)
    if (caller?.way === 'session') {
      const given = headers.get(CSRF_HEADER) ?? undefined
      authorise(caller, { role: 'read', writes: true, csrf: given })
      access.signOut({ headers, peer })
      await acts.record({ act: 'signOut', given: {} }, caller)
    }
    const left = access.identify({ headers, peer }, http)
    return answer(sessionWire(left, http), sessionCookie('', request))
  },
}

function sessionWire(
  caller: Caller | undefined,
  http: HttpConfig,
): v.InferInput<typeof sessionSchema> {
  const may = ROLES.filter((each) => caller && includesRole(caller.role, each))
  const { name, role, csrf } = caller ?? {}
  return known({ name, role, csrf, may: [...may], sign_in: accessTokens(http).length > 0 })
}

function answer(body: object, cookie?: string): Response {
  const headers = { 'Content-Type': 'application/json', ...(cookie && { 'Set-Cookie': cookie }) }
  return new Response(JSON.stringify(body), { headers })
}
