import { policyForOthers } from 'check-tcp'
import { TaskFileError } from 'check-tcp/files'
import { LinkError } from '../../core/link/agent-link.js'
import { AgentDaemon } from '../../daemon/fleet/agent/agent-daemon.js'
import { AgentFolder, type AgentIdentity } from '../../daemon/fleet/agent/agent-folder.js'
import { openMonitorChecker } from '../../daemon/open-checker.js'
import type { ClientCertificate } from '../../link/https/client-certificate.js'
import { enrol } from '../../link/https/enrol.js'
import { makeAgentKey } from '../../link/identity/agent-key.js'
import { parseJoinString } from '../../link/identity/join-string.js'
import { aborted } from '../aborted.js'
import { type LogFlags, logTo } from '../log/log-to.js'
import { EXIT, type Terminal, UsageError } from '../terminal.js'
import { checkAgent } from './check-agent.js'
import { findAgentSettings } from './find-agent-settings.js'

export interface AgentFlags extends LogFlags {
  readonly join?: string
  readonly config?: string
  readonly directory?: string
  readonly policy?: string
  readonly check?: boolean
  readonly output?: 'human' | 'json'
}

/** `check-tcp monitor agent`: makes the checks of a hub from here until it is interrupted. */
export async function runAgent(flags: AgentFlags, terminal: Terminal): Promise<number> {
  const { env, interrupted } = terminal
  const found = await findAgentSettings(flags, env)
  if (flags.check) return checkAgent(found, flags, terminal)
  if (found.problems.length > 0) throw new TaskFileError(found.problems)
  const log = logTo(terminal, flags)
  const { settings, directory, policy } = found
  const folder = new AgentFolder(directory)
  const identity = await identityOf(folder, flags, terminal, settings.tls)
  const key = await folder.key()
  if (!key)
    throw new UsageError(
      `the key of the agent is missing in ${folder.path}; join again with another directory`,
    )
  const checker = await openMonitorChecker({
    environment: env,
    policy,
    otherwise: policyForOthers(),
    log,
  })
  const daemon = await AgentDaemon.start({
    ...{ folder, identity, key, checker, settings, log },
    environment: env,
  })
  const { location } = identity
  log.info({ location, directory: folder.path, hub: hubText(identity) }, 'the agent runs')
  const error = await Promise.race([aborted(interrupted), daemon.died])
  if (error) {
    log.error({ error: error.message }, 'the agent exits because its store does not come back')
    // What waits for a thread that is dead may wait for ever.
    return EXIT.failed
  }
  log.info({}, 'the agent stops')
  await daemon.stop()
  return EXIT.ok
}

/** Who it is: from its directory, or from now on, by a join string. */
async function identityOf(
  folder: AgentFolder,
  { join }: AgentFlags,
  { err, interrupted }: Terminal,
  certificate: ClientCertificate | undefined,
): Promise<AgentIdentity> {
  const known = await folder.identity()
  const directory = folder.path
  if (join === undefined) {
    if (known) return known
    throw new UsageError(
      `no agent has joined from ${directory}: give it the join string that \`check-tcp monitor location add NAME\` prints at the hub, with --join`,
    )
  }
  if (known) {
    throw new UsageError(
      `${directory} has joined as ${known.location} before: leave --join out to go on; to join again, delete ${directory} or name another --directory`,
    )
  }
  const parsed = parseJoinString(join)
  if (typeof parsed === 'string') throw new UsageError(`--join: ${parsed}`)
  // An agent whose key was kept, and who was not let in then, tries again with the same one.
  const key = (await folder.key()) ?? makeAgentKey()
  await folder.keepKey(key)
  const { host, port, pin } = parsed
  err(`check-tcp: joining the hub ${host}:${port}\n`)
  try {
    const { agent, location } = await enrol(parsed, key, interrupted, certificate)
    const identity = { agent, location, hubs: [{ host, port, ...(pin !== undefined && { pin }) }] }
    await folder.keepIdentity(identity)
    return identity
  } catch (error) {
    if (error instanceof LinkError) throw new UsageError(error.message)
    throw error
  }
}

function hubText({ hubs }: AgentIdentity): string {
  return hubs.map(({ host, port }) => `${host}:${port}`).join(', ')
}
