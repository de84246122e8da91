import type * as v from 'valibot'
import type { Role } from '../../../core/config/access.js'
import type { Caller } from '../../access/caller.js'
import { readBody } from '../../guard/read-body.js'
import { HttpProblem, type ProblemName } from '../../problem/http-problem.js'
import type { ApiTools } from './api-tools.js'
import type { Endpoint, Entries, Method } from './endpoint.js'
import { queryValues, RequestReader, type ValuesOf } from './read-request.js'

interface JsonEndpointSpec<
  P extends Entries,
  Q extends Entries,
  B extends Entries,
  A extends v.GenericSchema,
> {
  readonly id: string
  readonly method: Method
  readonly path: string
  readonly summary: string
  readonly pathEntries: P
  readonly queryEntries: Q
  readonly bodyEntries?: B
  /** What a caller must be allowed to. @default `read` for GET, else `operate` */
  readonly role?: Role
  /** What of the body the audit log is told: what says what is changed, and holds no secrets. @default nothing */
  readonly audited?: readonly (keyof B)[]
  /** @default 200 */
  readonly status?: 200 | 201
  readonly answer: A
  readonly problems?: readonly ProblemName[]
  readonly handle: (
    request: {
      readonly path: ValuesOf<P>
      readonly query: ValuesOf<Q>
      readonly body: ValuesOf<B>
      readonly caller: Caller
    },
    tools: ApiTools,
  ) => Promise<v.InferInput<A>> | v.InferInput<A>
}

/** An endpoint that takes valid values and answers with JSON. */
export function jsonEndpoint<
  const P extends Entries,
  const Q extends Entries,
  const A extends v.GenericSchema,
  const B extends Entries = Record<never, never>,
>(spec: JsonEndpointSpec<P, Q, B, A>): Endpoint {
  const { id, method, path, summary, pathEntries, queryEntries, bodyEntries, status = 200 } = spec
  const { role = method === 'GET' ? 'read' : 'operate', audited = [] } = spec
  return {
    id,
    method,
    path,
    summary,
    role,
    pathEntries,
    queryEntries,
    ...(bodyEntries ? { bodyEntries } : {}),
    answer: { status, media: 'application/json', description: summary, schema: spec.answer },
    problems: spec.problems ?? [],
    async respond(received, tools) {
      const body = method === 'GET' ? undefined : await readBody(received.request)
      if (body !== undefined && !bodyEntries) {
        throw new HttpProblem('unsupported_media_type', 'no body is taken here')
      }
      const reader = new RequestReader()
      const values = {
        path: reader.read('path', pathEntries, received.path),
        query: reader.read('query', queryEntries, queryValues(received.query)),
        body: bodyEntries ? reader.read('body', bodyEntries, body ?? {}) : {},
      }
      reader.end()
      const { caller } = received
      if (!caller) throw new TypeError(`${id} is for callers who are known`)
      if (role !== 'read') {
        const body = Object.entries(values.body).filter(([name]) => audited.includes(name))
        const given = { ...values.path, ...values.query, ...Object.fromEntries(body) }
        await tools.acts.record({ act: id, given }, caller)
      }
      const answer = await spec.handle({ ...complete<P, Q, B>(values), caller }, tools)
      return new Response(JSON.stringify(answer), {
        status,
        headers: { 'Content-Type': 'application/json' },
      })
    },
  }
}

/** The reader found no problem, so each part is what its schema gives. */
function complete<P extends Entries, Q extends Entries, B extends Entries>(values: {
  readonly path: object
  readonly query: object
  readonly body: object
}) {
  return values as { path: ValuesOf<P>; query: ValuesOf<Q>; body: ValuesOf<B> }
}
