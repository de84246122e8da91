import { Hono } from 'hono'
import type { AppEnv } from './create-app.js'
import { SECURITY_HEADERS } from './guard/security-headers.js'
import { type OpenedHttp, openListener } from './listener.js'
import { HttpProblem } from './problem/http-problem.js'
import { problemResponse } from './problem/problem-response.js'

/** What a hub that does not lead has of its HTTP API: that its process answers, and for everything else that another hub is to be asked. */
function createStandByApp(): Hono<AppEnv> {
  const hono = new Hono<AppEnv>()
  hono.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.header(name, value)
  })
  hono.get('/healthz', (context) => context.text('ok\n'))
  hono.all('*', () =>
    problemResponse(
      new HttpProblem('standing_by', 'ask the hub that leads; this one takes over when it is gone'),
    ),
  )
  return hono
}

/** @throws {HttpListenError} (as a rejection) where it cannot listen there */
export function openStandBy(
  { host, port }: { readonly host: string; readonly port: number },
  onUnreadable: (error: unknown) => void,
): Promise<OpenedHttp> {
  return openListener({
    ...{ host, port, onUnreadable },
    serve: () => ({ hono: createStandByApp(), close: async () => {} }),
  })
}
