import type { ApiTools } from './api-tools.js'
import type { Answer, Endpoint } from './endpoint.js'

/** What anybody may ask without a token, and without anything to say. */
export function plainEndpoint(
  {
    id,
    path,
    summary,
    ...answer
  }: Pick<Endpoint, 'id' | 'path' | 'summary'> & Pick<Answer, 'media' | 'description' | 'schema'>,
  respond: (tools: ApiTools) => Promise<Response>,
): Endpoint {
  return {
    id,
    method: 'GET',
    path,
    summary,
    role: 'anybody',
    pathEntries: {},
    queryEntries: {},
    answer: { status: 200, ...answer },
    problems: [],
    respond: (_received, tools) => respond(tools),
  }
}
