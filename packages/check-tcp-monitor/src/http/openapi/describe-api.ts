import * as v from 'valibot'
import type { Endpoint, Entries, Method } from '../api/endpoint/endpoint.js'
import { ENDPOINTS } from '../endpoints.js'
import { CSRF_HEADER } from '../guard/authorise.js'
import { patchSchema } from '../overview/overview-wire.js'
import { PROBLEM_NAMES, PROBLEMS, type ProblemName } from '../problem/http-problem.js'
import { PROBLEM_MEDIA_TYPE, problemType } from '../problem/problem-response.js'
import { checkSchema } from '../wire/check-wire.js'
import { incidentSchema } from '../wire/incident-wire.js'
import { resultSchema } from '../wire/result-wire.js'
import { rollupSchema, summarySchema } from '../wire/rollup-wire.js'
import { maintenanceSchema, silenceSchema } from '../wire/silence-wire.js'
import { problemSchema } from './problem-schema.js'

/** Schemas that have a name in the document. */
export const NAMED_SCHEMAS: Readonly<Record<string, v.GenericSchema>> = {
  Check: checkSchema,
  Incident: incidentSchema,
  Maintenance: maintenanceSchema,
  OverviewPatch: patchSchema,
  Problem: problemSchema,
  Result: resultSchema,
  Rollup: rollupSchema,
  Silence: silenceSchema,
  Summary: summarySchema,
}

export type JsonObject = Readonly<Record<string, unknown>>

/** Turns a schema into JSON Schema; a query's values are texts on the wire, and described as what they mean. */
export type ToJsonSchema = (schema: v.GenericSchema, mode: 'wire' | 'query') => JsonObject

const NOT_MODIFIED = {
  304: { description: 'The same as the caller has, by `If-None-Match` and `ETag`' },
}

/** Those that any request may meet. */
const EVERYWHERE: readonly ProblemName[] = ['bad_request', 'foreign_origin', 'host_not_allowed']
const WITH_TOKEN: readonly ProblemName[] = [
  ...(['unauthorised', 'no_token_configured', 'forbidden', 'csrf', 'too_many'] as const),
]

const SECURITY_SCHEMES = {
  token: { type: 'http', scheme: 'bearer', description: 'A token of the config' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'check_tcp_session',
    description: 'Set by `POST /api/v1/session`',
  },
  csrf: {
    type: 'apiKey',
    in: 'header',
    name: CSRF_HEADER,
    description: 'The `csrf` of `GET /api/v1/session`, with a session or the user of a proxy',
  },
}

/**
 * The OpenAPI 3.1 document of everything that is served, from the schemas that validate it.
 *
 * @param toJsonSchema the converter, which is needed at build time alone
 */
export function describeApi(version: string, toJsonSchema: ToJsonSchema): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {}
  for (const endpoint of ENDPOINTS) {
    const operations = paths[endpoint.path] ?? {}
    operations[endpoint.method.toLowerCase()] = describeEndpoint(endpoint, toJsonSchema)
    paths[endpoint.path] = operations
  }
  const schemas = Object.entries(NAMED_SCHEMAS).map(([name, schema]) => {
    return [name, toJsonSchema(schema, 'wire')] as const
  })
  return {
    openapi: '3.1.0',
    info: {
      title: 'check-tcp monitor',
      version,
      description:
        'Times are RFC 3339 in UTC, durations are seconds, shares are 0 to 1. What is not known is left out.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: {
      schemas: Object.fromEntries(schemas),
      securitySchemes: SECURITY_SCHEMES,
    },
  }
}

function describeEndpoint(endpoint: Endpoint, toJsonSchema: ToJsonSchema): JsonObject {
  const { id, summary, role, method, pathEntries, queryEntries, bodyEntries, answer } = endpoint
  const { status, media, description, schema } = answer
  const isRequired = Object.values(bodyEntries ?? {}).some(({ type }) => type !== 'optional')
  const body = bodyEntries && toJsonSchema(v.strictObject(bodyEntries), 'wire')
  return {
    operationId: id,
    summary,
    ...(role === 'anybody' ? {} : { description: `For callers with the role ${role}` }),
    security: role === 'anybody' ? [] : [{ token: [] }, sessionOf(method)],
    parameters: [
      ...describeParameters('path', pathEntries, toJsonSchema),
      ...describeParameters('query', queryEntries, toJsonSchema),
    ],
    ...(body
      ? { requestBody: { required: isRequired, content: { 'application/json': { schema: body } } } }
      : {}),
    responses: {
      [status]: {
        description,
        content: { [media]: schema ? { schema: toJsonSchema(schema, 'wire') } : {} },
      },
      ...(media === 'application/json' && method === 'GET' ? NOT_MODIFIED : {}),
      ...describeProblems(problemsOf(endpoint), endpoint.textProblems ?? {}),
    },
  }
}

function sessionOf(method: Method): JsonObject {
  return method === 'GET' ? { session: [] } : { session: [], csrf: [] }
}

export function describeParameters(
  place: 'path' | 'query',
  entries: Entries,
  toJsonSchema: ToJsonSchema,
): JsonObject[] {
  return Object.entries(entries).map(([name, entry]) => {
    const { description, ...schema } = toJsonSchema(entry, 'query')
    return {
      name,
      in: place,
      required: entry.type !== 'optional',
      ...(description === undefined ? {} : { description }),
      schema,
    }
  })
}

function problemsOf({ role, problems, method, ...endpoint }: Endpoint): Set<ProblemName> {
  const takes = [endpoint.pathEntries, endpoint.queryEntries, endpoint.bodyEntries ?? {}]
  const isOpen = role === 'anybody'
  const isValidated = !isOpen && endpoint.id !== 'probe'
  return new Set([
    ...EVERYWHERE,
    ...(isOpen ? [] : WITH_TOKEN),
    ...(isValidated || takes.some((entries) => Object.keys(entries).length > 0)
      ? (['invalid'] as const)
      : []),
    ...(method === 'GET' ? [] : (['too_large', 'unsupported_media_type'] as const)),
    'internal',
    'unavailable',
    ...problems,
  ])
}

export function describeProblems(
  names: ReadonlySet<ProblemName>,
  texts: Readonly<Record<number, string>>,
): JsonObject {
  const responses: Record<string, JsonObject> = {}
  const known = PROBLEM_NAMES.filter((name) => names.has(name))
  for (const { status } of known.map((name) => PROBLEMS[name])) {
    const own = known.filter((name) => PROBLEMS[name].status === status)
    const words = own.map((name) => `${PROBLEMS[name].title} (\`${problemType(name)}\`)`)
    const text = texts[status]
    responses[status] = {
      description: [...words, ...(text === undefined ? [] : [text])].join('; '),
      content: {
        [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } },
        ...(text === undefined ? {} : { 'text/plain': {} }),
      },
    }
  }
  return responses
}
