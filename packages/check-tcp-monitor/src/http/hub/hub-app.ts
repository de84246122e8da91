import { Hono } from 'hono'
import * as v from 'valibot'
import { claimSchema, enrolmentSchema, waitSchema } from '../../core/link/agent-api.js'
import { readAnswer } from '../../core/link/agent-ask.js'
import { readBatch } from '../../core/link/agent-batch.js'
import type { AgentRecord } from '../../core/link/agent-directory.js'
import { AGENT_PATHS, AGENT_PROTOCOL } from '../../link/https/paths.js'
import type { HubDesk } from '../../link/hub/hub-desk.js'
import type { AppEnv } from '../create-app.js'
import { readBody } from '../guard/read-body.js'
import { SECURITY_HEADERS } from '../guard/security-headers.js'
import { HttpProblem } from '../problem/http-problem.js'
import { problemOf, problemResponse, storeProblem } from '../problem/problem-response.js'
import { checkClientCertificate } from './client-certificates.js'

/** Bytes of a batch, unpacked: 1,000 results and 20,000 votes with their reasons. */
const MAX_BATCH_BYTES = 8 * 1024 * 1024

/** Bytes of an answer: a result has some hundreds for each address of its target. */
const MAX_ANSWER_BYTES = 1024 * 1024

/** Where the history of a hub is, and why it does not serve, is not for its agents. */
const CANNOT_STORE = 'the hub cannot store results now'

interface HubAppOptions {
  readonly desk: HubDesk
  /** As what agents know this hub: the pin of its key, and `HOST:PORT` of each of its URLs. */
  readonly identities: ReadonlySet<string>
  /** Whether an agent needs a certificate too. */
  readonly wantsCertificate?: boolean
  readonly log?: ((message: string, data: object) => void) | undefined
}

/** What a hub serves to its agents, without a listener. */
export function createHubApp({
  desk,
  identities,
  log,
  wantsCertificate = false,
}: HubAppOptions): Hono<AppEnv> {
  const hono = new Hono<AppEnv>()
  /** Why the store refused, as it was logged last. */
  let unstored: string | undefined
  hono.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.header(name, value)
  })
  hono.use(async ({ env }, next) => {
    if (wantsCertificate) checkClientCertificate(env.incoming?.socket)
    await next()
  })
  hono.post(AGENT_PATHS.enroll, async (context) => {
    const { secret, public_key } = await valid(enrolmentSchema, context.req.raw)
    const { id, location } = await desk.enrol(secret, public_key)
    return context.json({ agent: id, location })
  })
  hono.post(AGENT_PATHS.nonce, (context) => context.json({ nonce: desk.nonce() }))
  hono.post(AGENT_PATHS.session, async (context) => {
    const { signature, ...claim } = await valid(claimSchema, context.req.raw)
    if (!identities.has(claim.hub)) {
      throw new HttpProblem('not_enrolled', 'the claim is signed for another hub')
    }
    return context.json({ token: await desk.openSession(claim, signature) })
  })
  hono.post(AGENT_PATHS.batch, async (context) => {
    const agent = agentOf(context.req.raw, desk)
    const receipt = await desk.take(agent, async () => {
      const batch = readBatch(await readBody(context.req.raw, MAX_BATCH_BYTES))
      if (batch) return batch
      throw new HttpProblem('invalid', 'this is not a batch of this version of check-tcp')
    })
    unstored = undefined
    return context.json(receipt)
  })
  hono.get(AGENT_PATHS.config, (context) => {
    return context.json(desk.configOf(agentOf(context.req.raw, desk)))
  })
  hono.get(AGENT_PATHS.stream, async (context) => {
    const agent = agentOf(context.req.raw, desk)
    const { wait, config, received } = read(waitSchema, context.req.query())
    const { signal } = context.req.raw
    const limits = { waitMs: wait * 1_000, signal, received: received.split(',') }
    return context.json(await desk.instructions(agent, config, limits))
  })
  hono.post(`${AGENT_PATHS.answer}/:id`, async (context) => {
    const agent = agentOf(context.req.raw, desk)
    const answer = readAnswer(await readBody(context.req.raw, MAX_ANSWER_BYTES))
    if (!answer) {
      throw new HttpProblem('invalid', 'this is not an answer of this version of check-tcp')
    }
    await desk.answer(agent, context.req.param('id'), answer)
    return context.json({})
  })
  hono.notFound(({ req }) => problemResponse(new HttpProblem('not_found', notFound(req.path))))
  hono.onError((error) => {
    const problem = problemOf(error)
    if (problem.problem === 'internal') log?.('a request of an agent failed', { error })
    if (problem.problem !== 'store_unavailable') return problemResponse(problem)
    if (unstored !== problem.message) log?.(CANNOT_STORE, { problem: problem.message })
    unstored = problem.message
    return problemResponse(storeProblem(CANNOT_STORE))
  })
  return hono
}

/** An agent of another protocol is told which side to update. */
function notFound(path: string): string {
  const asked = /^\/agent\/v(\d{1,9})\//.exec(path)?.[1]
  if (asked === undefined || Number(asked) === AGENT_PROTOCOL) {
    return 'agents of check-tcp are served here, nothing else'
  }
  const older = Number(asked) < AGENT_PROTOCOL ? 'agent' : 'hub'
  return `the agent speaks version ${asked} of the protocol, this hub version ${AGENT_PROTOCOL}: update check-tcp on the ${older}`
}

/** @throws {HttpProblem} `unauthorised`: the agent then asks for a session */
function agentOf({ headers }: Request, desk: HubDesk): AgentRecord {
  const token = /^Bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1]
  const agent = token === undefined ? undefined : desk.agentOf(token)
  if (agent) return agent
  throw new HttpProblem('unauthorised', 'the session is over, or was none', {
    headers: { 'WWW-Authenticate': 'Bearer realm="check-tcp hub"' },
  })
}

async function valid<S extends v.GenericSchema>(
  schema: S,
  request: Request,
): Promise<v.InferOutput<S>> {
  return read(schema, await readBody(request))
}

function read<S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
  const found = v.safeParse(schema, input)
  if (found.success) return found.output
  throw new HttpProblem('invalid', 'this is not a request of this version of check-tcp')
}
