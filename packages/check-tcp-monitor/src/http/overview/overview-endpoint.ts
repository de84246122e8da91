import type { Endpoint } from '../api/endpoint/endpoint.js'
import { queryValues, RequestReader } from '../api/endpoint/read-request.js'
import { takesGzip } from '../encode-answers.js'
import { overviewSchema } from './overview-wire.js'

const summary = 'Every check in columns, small and prepared, for a page that shows all of them'

/** As small as it gets, and followed by `/api/v1/events?view=overview`. */
export const getOverview: Endpoint = {
  id: 'getOverview',
  method: 'GET',
  path: '/api/v1/overview',
  summary,
  role: 'read',
  pathEntries: {},
  queryEntries: {},
  answer: {
    status: 200,
    media: 'application/json',
    description: summary,
    schema: overviewSchema,
  },
  problems: [],
  async respond({ request, query }, { overview }) {
    const reader = new RequestReader()
    reader.read('query', {}, queryValues(query))
    reader.end()
    const { id, bytes, packed } = await overview.get()
    const headers = {
      'Content-Type': 'application/json',
      ETag: `W/"${id}"`,
      Vary: 'Accept-Encoding',
    }
    const isPacked = takesGzip(request.headers.get('accept-encoding') ?? '')
    return new Response(new Uint8Array(isPacked ? packed : bytes), {
      headers: isPacked ? { ...headers, 'Content-Encoding': 'gzip' } : headers,
    })
  },
}
