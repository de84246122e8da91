import type { Endpoint } from './endpoint.js'

/** What stands at `/`, for a person who has found the port: everything that is served, a line each. */
export function describeIndex(endpoints: readonly Endpoint[], version: string): string {
  const ways = endpoints.map(({ method, path }) => `${method} ${path}`)
  const width = Math.max(...ways.map(({ length }) => length))
  const lines = endpoints.map(({ summary, isOpen }, index) => {
    return `  ${(ways[index] ?? '').padEnd(width)}  ${summary}${isOpen ? '' : ' *'}`
  })
  return [
    `check-tcp monitor ${version}`,
    '',
    ...lines,
    '',
    '* with `Authorization: Bearer TOKEN`; where the config has no token, this machine alone may read.',
    'All of it is described in /openapi.json.',
    '',
  ].join('\n')
}
