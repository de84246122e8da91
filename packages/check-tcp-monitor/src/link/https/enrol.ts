import * as v from 'valibot'
import { enrolledSchema } from '../../core/link/agent-api.js'
import { LinkError } from '../../core/link/agent-link.js'
import type { AgentKey } from '../identity/agent-key.js'
import type { JoinString } from '../identity/join-string.js'
import type { ClientCertificate } from './client-certificate.js'
import { HubClient, problemOf } from './hub-client.js'
import { AGENT_PATHS } from './paths.js'

/** Who the agent is from now on. */
type Enrolled = v.InferOutput<typeof enrolledSchema>

/**
 * Joins a hub by a join string, which is then used up. The key itself stays here.
 *
 * @param certificate for a hub that wants one
 * @throws {LinkError} (as a rejection) where the hub does not answer, is another one, or does not let it in
 */
export async function enrol(
  { host, port, pin, secret }: JoinString,
  key: AgentKey,
  signal: AbortSignal,
  certificate?: ClientCertificate,
): Promise<Enrolled> {
  const client = new HubClient({ host, port, ...(pin !== undefined && { pin }) }, certificate)
  try {
    const body = { secret, public_key: key.publicKey }
    const answer = await client.ask({ method: 'POST', path: AGENT_PATHS.enroll, body }, signal)
    if (answer.status !== 200) throw problemOf(client.address, answer)
    const read = v.safeParse(enrolledSchema, answer.json)
    if (read.success) return read.output
    throw new LinkError(
      'LINK_UNREACHABLE',
      `what answers at ${host}:${port} is not a hub of check-tcp`,
    )
  } finally {
    client.close()
  }
}
