import { Registry } from 'prom-client'
import * as v from 'valibot'
import { HttpProblem } from '../../problem/http-problem.js'
import type { Endpoint } from './endpoint.js'
import { plainEndpoint } from './plain-endpoint.js'

export const getIndex = plainEndpoint(
  {
    id: 'getIndex',
    path: '/',
    summary: 'What there is',
    media: 'text/plain',
    description: 'Every path, a line each',
  },
  async ({ index }) =>
    new Response(index, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } }),
)

export const getHealth = plainEndpoint(
  {
    id: 'getHealth',
    path: '/healthz',
    summary: 'Whether the process answers at all',
    media: 'text/plain',
    description: '`ok`',
  },
  async () => new Response('ok\n', { headers: { 'Content-Type': 'text/plain; charset=utf-8' } }),
)

export const getReadiness: Endpoint = {
  ...plainEndpoint(
    {
      id: 'getReadiness',
      path: '/readyz',
      summary: 'Whether results are also being stored',
      media: 'text/plain',
      description: '`ok`',
    },
    async ({ options: { monitor } }) => {
      if (monitor.figures().storeProblem === undefined) {
        return new Response('ok\n', { headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
      }
      // Why, with its paths, is for those with a token: `/api/v1/status`.
      throw new HttpProblem('store_unavailable', 'the history cannot be written', {
        headers: { 'Retry-After': '5' },
      })
    },
  ),
  problems: ['store_unavailable'],
}

export const getMetrics = plainEndpoint(
  {
    id: 'getMetrics',
    path: '/metrics',
    summary: 'Metrics for Prometheus',
    media: 'text/plain',
    description: 'The text format 0.0.4',
  },
  async ({ metrics }) =>
    new Response(await metrics.text(), {
      headers: { 'Content-Type': Registry.PROMETHEUS_CONTENT_TYPE },
    }),
)

export const getOpenApi = plainEndpoint(
  {
    id: 'getOpenApi',
    path: '/openapi.json',
    summary: 'This API, as an OpenAPI 3.1 document',
    media: 'application/json',
    description: 'The document',
    schema: v.looseObject({ openapi: v.string() }),
  },
  async ({ openApi }) =>
    new Response(await openApi(), { headers: { 'Content-Type': 'application/json' } }),
)
