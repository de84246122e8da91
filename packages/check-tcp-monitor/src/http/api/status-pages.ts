import { quote } from 'check-tcp/words'
import * as v from 'valibot'
import { HttpProblem } from '../problem/http-problem.js'
import { known, shortText } from '../wire/words.js'
import { jsonEndpoint } from './endpoint/json-endpoint.js'

export const listStatusPages = jsonEndpoint({
  id: 'listStatusPages',
  method: 'GET',
  path: '/api/v1/status-pages',
  summary: 'The pages for everybody',
  pathEntries: {},
  queryEntries: {},
  answer: v.strictObject({
    status_pages: v.array(
      v.strictObject({
        name: v.string(),
        title: v.string(),
        url: v.optional(v.pipe(v.string(), v.description('Where the config says readers find it'))),
      }),
    ),
  }),
  handle: (_request, { options: { config } }) => ({
    status_pages: (config().statusPages ?? []).map(({ name, title, url }) =>
      known({ name, title, url }),
    ),
  }),
})

export const getStatusPage = jsonEndpoint({
  id: 'getStatusPageFiles',
  method: 'GET',
  path: '/api/v1/status-pages/{name}/files',
  summary: 'The files of a page for everybody, as they are now, for another web server',
  pathEntries: { name: shortText },
  queryEntries: {},
  answer: v.strictObject({
    files: v.array(
      v.strictObject({
        path: v.pipe(v.string(), v.description('Within the folder of the page')),
        media: v.pipe(v.string(), v.description('Its `Content-Type`')),
        text: v.string(),
      }),
    ),
  }),
  problems: ['not_found', 'store_unavailable'],
  async handle({ path: { name } }, { options: { pageFiles, config } }) {
    const files = await pageFiles?.(name)
    if (files) return { files: files.map(({ path, media, text }) => ({ path, media, text })) }
    const names = (config().statusPages ?? []).map((page) => page.name)
    const known = names.length > 0 ? ` (known: ${names.join(', ')})` : ''
    throw new HttpProblem('not_found', `the config has no status page ${quote(name)}${known}`)
  },
})
