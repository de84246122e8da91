import type * as v from 'valibot'
import { AGENT_ENDPOINTS, type AgentEndpoint } from '../hub/agent-endpoints.js'
import type { ProblemName } from '../problem/http-problem.js'
import {
  describeParameters,
  describeProblems,
  type JsonObject,
  type ToJsonSchema,
} from './describe-api.js'
import { problemSchema } from './problem-schema.js'

/** Schemas that have a name in the document. */
export const AGENT_SCHEMAS: Readonly<Record<string, v.GenericSchema>> = { Problem: problemSchema }

/** Those that any request may meet. */
const EVERYWHERE: readonly ProblemName[] = ['bad_request', 'certificate_needed', 'internal']

/**
 * The OpenAPI 3.1 document of what a hub serves to its agents, from the schemas by which both sides read it.
 *
 * @param toJsonSchema the converter, which is needed at build time alone
 */
export function describeAgentsApi(version: string, toJsonSchema: ToJsonSchema): JsonObject {
  const paths = AGENT_ENDPOINTS.map((endpoint) => {
    const operation = describeEndpoint(endpoint, toJsonSchema)
    return [endpoint.path, { [endpoint.method.toLowerCase()]: operation }] as const
  })
  const schemas = Object.entries(AGENT_SCHEMAS).map(([name, schema]) => {
    return [name, toJsonSchema(schema, 'wire')] as const
  })
  return {
    openapi: '3.1.0',
    info: {
      title: 'check-tcp hub, for its agents',
      version,
      description:
        'Over HTTPS alone. Each side leaves out fields that it does not know. Bodies may be compressed with gzip.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths: Object.fromEntries(paths),
    components: {
      schemas: Object.fromEntries(schemas),
      securitySchemes: { session: { type: 'http', scheme: 'bearer' } },
    },
  }
}

function describeEndpoint(endpoint: AgentEndpoint, toJsonSchema: ToJsonSchema): JsonObject {
  const { id, summary, isOpen, body, answer, problems } = endpoint
  const { pathEntries = {}, queryEntries = {} } = endpoint
  return {
    operationId: id,
    summary,
    security: isOpen ? [] : [{ session: [] }],
    parameters: [
      ...describeParameters('path', pathEntries, toJsonSchema),
      ...describeParameters('query', queryEntries, toJsonSchema),
    ],
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: toJsonSchema(body, 'wire') } },
      },
    }),
    responses: {
      200: {
        description: summary,
        content: { 'application/json': { schema: toJsonSchema(answer, 'wire') } },
      },
      ...describeProblems(new Set([...EVERYWHERE, ...problems]), {}),
    },
  }
}
