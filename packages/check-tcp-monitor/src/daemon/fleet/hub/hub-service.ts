import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type { AuditLog } from 'check-tcp'
import type { HubConfig } from '../../../core/config/fleet.js'
import type { MonitorConfig } from '../../../core/config/monitor-config.js'
import type { AgentReport, AgentVote } from '../../../core/link/agent-batch.js'
import type { AgentDirectory, AgentRecord } from '../../../core/link/agent-directory.js'
import type { Fleet, Invitation, LocationState } from '../../../core/link/fleet.js'
import type { Log } from '../../../core/log.js'
import { openHub } from '../../../http/hub/open-hub.js'
import type { OpenedHttp } from '../../../http/listener.js'
import { AgentReports } from '../../../link/hub/agent-reports.js'
import { Assignments } from '../../../link/hub/assignments.js'
import { auditedDirectory } from '../../../link/hub/directory/audited-directory.js'
import { StateDirectory } from '../../../link/hub/directory/state-directory.js'
import { HubDesk } from '../../../link/hub/hub-desk.js'
import { InstructionBoard } from '../../../link/hub/instruction-board.js'
import { SecondOpinions } from '../../../link/hub/second-opinions.js'
import { WatchedBatches } from '../../../link/hub/watched-batches.js'
import { formatJoinString, JOIN_STRING_VALID_MS } from '../../../link/identity/join-string.js'
import { secretHashOf } from '../../../link/identity/secret-hash.js'
import { targetOf } from '../../../monitor/judge/check-runtime.js'
import { AskedLocations } from './asked-locations.js'
import { hubCertificate, pinOfCertificate } from './hub-certificate.js'
import type { HubParts, StoredAgents } from './hub-parts.js'

interface HubServiceOptions extends HubParts {
  readonly config: MonitorConfig
  readonly hub: HubConfig
  /** Of the key of its certificate. */
  readonly pin: string
}

/** The hub of a monitor: serves the agents of its locations, and has the monitor judge what they say. */
export class HubService implements Fleet {
  readonly #options: HubServiceOptions
  /** What the store has of agents, */
  readonly #stored: StoredAgents
  /** and how it is changed. */
  readonly #directory: AgentDirectory
  /** What agents talk to, over whatever link. */
  readonly desk: HubDesk
  readonly asks: AskedLocations
  readonly #reports: AgentReports
  readonly #instructions: InstructionBoard
  readonly #opinions: SecondOpinions
  #listener: OpenedHttp | undefined
  #assignments: Assignments
  #config: MonitorConfig

  private constructor(options: HubServiceOptions, stored: StoredAgents) {
    const { clock, votes, monitor, log, config, audit } = options
    this.#options = options
    this.#stored = stored
    const directory = audit ? auditedBy(audit, stored, options) : stored
    this.#directory = directory
    this.#config = config
    this.#assignments = assignmentsOf(config)
    this.#reports = new AgentReports(clock, (location, skewMs) => logSkew(log, location, skewMs))
    const batches = new WatchedBatches(stored, clock, (problem) => monitor.noteStore(problem))
    const instructions = new InstructionBoard(clock)
    this.#instructions = instructions
    this.#opinions = new SecondOpinions({
      clock,
      checkOf: (id) => this.#questioned(id),
      ask: (location, checkId) => instructions.ask(location, checkId),
    })
    this.desk = new HubDesk({
      ...{ clock, directory, votes, instructions },
      store: batches,
      configOf: (location) => this.#assignments.configOf(location),
      isAssigned: (checkId, location) => this.#assignments.isAssigned(checkId, location),
      onHeard: ({ id, location }, { report, votes: said, observations }) => {
        batches.review()
        this.#opinions.note(location, observations, report.clockAt)
        // What is being stored does not wait.
        const stored = batches.isFailing(id) ? 0 : observations.length
        const spooled = Math.max(0, report.spooled - stored)
        this.#heard(location, { ...report, spooled }, said)
      },
      onStored: (_agent, observations) => monitor.noteResults(observations),
      onGap: ({ location }, { count }) => {
        log.warn(
          { location, results: count },
          'an agent has lost results before they could be sent',
        )
      },
      onEnrolled: ({ id, location }) => {
        monitor.agents.expect(location)
        log.info({ location, agent: id }, 'an agent has joined')
      },
    })
    this.asks = new AskedLocations(this.desk.asks, clock, log)
  }

  /**
   * @returns undefined where the config has no hub
   * @throws {HttpListenError} (as a rejection) where it cannot listen
   */
  static async open(config: MonitorConfig, parts: HubParts): Promise<HubService | undefined> {
    const { clock, log, shared } = parts
    const { hub } = config
    if (!hub) return undefined
    const certified =
      shared?.certified ?? hub.tls ?? (await hubCertificate(config.directory, clock))
    const pin = pinOfCertificate(certified.cert)
    const service = await HubService.begin({ ...parts, config, hub, pin })
    service.#listener = await openHub({
      ...{ host: hub.host, port: hub.port, tls: certified },
      clientAuthority: hub.clientAuthority,
      urls: hub.urls.map(addressOf).map(({ host, port }) => `${host}:${port}`),
      desk: service.desk,
      log: (message, data) => log.warn(data, message),
    })
    return service
  }

  /** All of it but what listens. @throws {StoreError} (as a rejection) */
  static async begin(options: HubServiceOptions): Promise<HubService> {
    const { store, monitor, shared } = options
    const directory =
      shared?.agents ?? new StateDirectory(store, (await store.queries.remembered()).states)
    const service = new HubService(options, directory)
    const active = (await directory.agents()).filter(isActive)
    monitor.agents.begin(active.map(({ location }) => location))
    return service
  }

  /** `https://0.0.0.0:9117`. */
  get url(): string {
    return this.#listener?.url ?? ''
  }

  /** Takes the locations and checks of another config; where it listens takes a restart. */
  take(config: MonitorConfig): void {
    const before = targetsOf(this.#config)
    const after = targetsOf(config)
    this.#config = config
    this.#assignments = assignmentsOf(config)
    const isKept = (location: string, checkId: string) => {
      const isSame = before.get(checkId) === after.get(checkId)
      return isSame && this.#assignments.isAssigned(checkId, location)
    }
    this.#options.votes.keep(isKept)
    this.#opinions.keep(isKept)
    this.#instructions.wake()
  }

  async close(): Promise<void> {
    await this.#listener?.close()
  }

  async invite(location: string): Promise<Invitation> {
    const { clock, hub, pin } = this.#options
    const secret = randomBytes(32).toString('base64url')
    const until = clock.wallMs() + JOIN_STRING_VALID_MS
    await this.#directory.invite({ location, secretHash: secretHashOf(secret), until })
    const join = formatJoinString({ ...this.#address(), secret, pin })
    const replaces = (await this.#agentsAt(location)).find(isActive)?.id
    this.#options.log.info({ location, hub: hub.port }, 'an agent was invited')
    return { join, until, ...(replaces !== undefined && { replaces }) }
  }

  async locations(): Promise<readonly LocationState[]> {
    const agents = await this.#directory.agents()
    const locations = (this.#config.locations ?? []).map(({ name, tags }) => {
      const own = agents.filter(({ location }) => location === name)
      const agent = own.find(isActive) ?? own[0]
      return {
        ...{ name, tags },
        state:
          agent === undefined ? 'no_agent' : agent.revokedAt === undefined ? 'joined' : 'revoked',
        ...(agent && { agent: agent.id, joinedAt: agent.enrolledAt }),
        ...this.#reports.of(name),
      } as const
    })
    const lost = await Promise.all(locations.map(({ name }) => this.#stored.lostAt(name)))
    return locations.map((each, place) => {
      const own = lost[place]
      return { ...each, ...(own && { lost: own }) }
    })
  }

  /** Takes what an agent has said to another hub, which stored its results. */
  noteRelayed(location: string, report: AgentReport, votes: readonly AgentVote[]): void {
    const own = votes.filter(({ checkId }) => this.#assignments.isAssigned(checkId, location))
    this.#options.votes.note(location, own, { isRelayed: true, clockAt: report.clockAt })
    this.#heard(location, report, own)
  }

  /** The store of the hubs does not answer: agents are refused here, and what the others hear does not come. */
  noteDeaf(): void {
    this.#options.monitor.agents.hold()
    this.#options.votes.hold()
  }

  #heard(location: string, report: AgentReport, votes: readonly AgentVote[]): void {
    this.#reports.note(location, report)
    const isIsolated = report.isolated ?? false
    const checkIds = votes.map(({ checkId }) => checkId)
    this.#options.monitor.noteReport({ location, isIsolated, checkIds })
    this.#options.onReport?.(location, report)
  }

  async revoke(location: string): Promise<'revoked' | 'revoked_before' | 'no_agent'> {
    const revoked = await this.#directory.revoke(location, this.#options.clock.wallMs())
    if (revoked === undefined) {
      return (await this.#agentsAt(location)).length > 0 ? 'revoked_before' : 'no_agent'
    }
    if (revoked !== 'invitation') this.#forget(revoked.id, location)
    this.#options.log.info({ location }, 'an agent was revoked')
    return 'revoked'
  }

  async remove(location: string): Promise<boolean> {
    const agents = await this.#agentsAt(location)
    const removed = await this.#directory.remove(location)
    for (const { id } of agents) this.#forget(id, location)
    if (removed) this.#options.log.info({ location }, 'an agent was removed')
    return removed
  }

  async #agentsAt(location: string): Promise<readonly AgentRecord[]> {
    return (await this.#directory.agents()).filter((each) => each.location === location)
  }

  #questioned(checkId: string) {
    const check = this.#options.monitor.checkOf(checkId)
    return check?.fleet && { from: check.fleet.from, severity: check.severity }
  }

  #forget(agentId: string, location: string): void {
    this.desk.endSession(agentId)
    this.#options.votes.forget(location)
    this.#options.monitor.agents.forget(location)
    this.#reports.forget(location)
  }

  /** Where an agent finds this hub: what the config says first, or this machine by its name. */
  #address(): { readonly host: string; readonly port: number } {
    const { hub } = this.#options
    const [url] = hub.urls
    if (url !== undefined) return addressOf(url)
    const { port } = addressOf(this.url)
    const isAny = hub.host === '0.0.0.0' || hub.host === '::'
    return { host: isAny ? hostname() : hub.host, port }
  }
}

function isActive({ revokedAt }: AgentRecord): boolean {
  return revokedAt === undefined
}

function auditedBy(
  audit: AuditLog,
  directory: AgentDirectory,
  { clock, log }: HubParts,
): AgentDirectory {
  return auditedDirectory({
    ...{ audit, directory, clock },
    onUnrecorded: (change, problem) =>
      log.error({ ...change, error: problem }, 'a revocation is not in the audit log'),
  })
}

function logSkew(log: Log, location: string, skewMs: number | undefined): void {
  if (skewMs === undefined) log.info({ location }, 'the clock of an agent is right again')
  else {
    const seconds = Math.round(skewMs / 1_000)
    log.warn({ location, seconds }, 'the clock of an agent is wrong: see to its time service')
  }
}

function targetsOf({ checks }: MonitorConfig): ReadonlyMap<string, string> {
  return new Map(checks.map((check) => [check.id, targetOf(check)]))
}

function assignmentsOf({ locations = [], checks, hub }: MonitorConfig): Assignments {
  return new Assignments(
    locations.map(({ name }) => name),
    checks,
    hub?.urls.map(addressOf),
  )
}

/** Where an https URL leads: an IPv6 address without its brackets, the port also where it is left out. */
function addressOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname: host, port } = new URL(url)
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port || 443) }
}
