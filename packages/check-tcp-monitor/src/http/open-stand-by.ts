import { Hono } from 'hono'
import type { AppEnv } from './create-app.js'
import { SECURITY_HEADERS } from './guard/security-headers.js'
import { HttpPort } from './http-port.js'
import { HttpProblem } from './problem/http-problem.js'
import { problemResponse } from './problem/problem-response.js'

/** What a hub that does not lead has of its HTTP API: that its process answers, and for everything else that another hub is to be asked. */
function createStandByApp(leader: () => Promise<string | undefined>): Hono<AppEnv> {
  const hono = new Hono<AppEnv>()
  hono.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.header(name, value)
  })
  hono.get('/healthz', (context) => context.text('ok\n'))
  hono.all('*', async () => {
    const name = await leader()
    const who = name === undefined ? 'the hub that leads' : `the hub that leads, ${name}`
    const detail = `ask ${who}; this one takes over when it is gone`
    return problemResponse(new HttpProblem('standing_by', detail))
  })
  return hono
}

interface StandByPort {
  readonly host: string
  readonly port: number
  /** The hub that leads, by its name; undefined where that is not known. */
  readonly leader: () => Promise<string | undefined>
  readonly onUnreadable: (error: unknown) => void
}

/**
 * The port of a hub, open whether it leads or stands by; until something else is served there, it says that it stands by.
 *
 * @throws {HttpListenError} (as a rejection) where it cannot listen there
 */
export function openStandBy({ leader, ...port }: StandByPort): Promise<HttpPort> {
  return HttpPort.open({ ...port, idle: createStandByApp(leader) })
}
