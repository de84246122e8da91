import type { Endpoint } from './endpoint.js'

const STARS = { anybody: '', read: ' *', operate: ' **', admin: ' ***' } as const

/** What stands at `/`, for a person who has found the port: everything that is served, a line each. */
export function describeIndex(endpoints: readonly Endpoint[], version: string): string {
  const ways = endpoints.map(({ method, path }) => `${method} ${path}`)
  const width = Math.max(...ways.map(({ length }) => length))
  const lines = endpoints.map(({ summary, role }, index) => {
    return `  ${(ways[index] ?? '').padEnd(width)}  ${summary}${STARS[role]}`
  })
  return [
    `check-tcp monitor ${version}`,
    '',
    ...lines,
    '',
    '* with `Authorization: Bearer TOKEN`; where the config has no token, this machine alone may read.',
    '** with a token of the role operate, *** of the role admin.',
    'All of it is described in /openapi.json.',
    '',
  ].join('\n')
}
