import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPolicy, type Policy } from 'check-tcp'
import { Daemon } from '../../dist/daemon/daemon.js'
import { AgentDaemon } from '../../dist/daemon/fleet/agent/agent-daemon.js'
import { AgentFolder } from '../../dist/daemon/fleet/agent/agent-folder.js'
import { openMonitorChecker } from '../../dist/daemon/open-checker.js'
import { enrol } from '../../dist/link/https/enrol.js'
import { makeAgentKey } from '../../dist/link/identity/agent-key.js'
import { type JoinString, parseJoinString } from '../../dist/link/identity/join-string.js'
import { DEFAULT_AGENT_SETTINGS } from '../../src/config/read-agent-settings.js'
import type { AgentSettings } from '../../src/core/config/agent-settings.js'
import type { CheckStatus } from '../../src/core/status.js'

export const TOKEN = '0123456789abcdef'

const ALL = '{ fra: { tags: [eu] }, nyc: {}, ams: { tags: [eu] } }'

const silent = { info() {}, warn() {}, error() {} }

const ALLOW = createPolicy({ rules: [] })
export const DENY_LOOPBACK = createPolicy({ rules: [{ deny: { networks: ['loopback'] } }] })

/** A hub and its agents, as they run: real databases, real TLS on loopback, real checks. */
export class RunningFleet {
  readonly folder: string
  readonly #agents = new Map<string, AgentDaemon>()
  readonly #servers: Server[] = []
  /** More of `hub`, such as `, client_ca: agents.pem`. */
  hubSettings = ''
  hub: Daemon | undefined
  /** What the agents have logged. */
  readonly agentLog: string[] = []
  #hubPort = 0

  private constructor(folder: string) {
    this.folder = folder
  }

  static async create(): Promise<RunningFleet> {
    return new RunningFleet(await mkdtemp(join(tmpdir(), 'fleet-')))
  }

  /** A service on a port of its own. */
  async serve(port = 0): Promise<{ readonly port: number; close(): Promise<void> }> {
    const server = createServer((socket) => socket.on('error', () => {}).end()).listen(
      port,
      '127.0.0.1',
    )
    await once(server, 'listening')
    this.#servers.push(server)
    const { port: bound } = server.address() as { port: number }
    return {
      port: bound,
      close: () => new Promise((done) => server.close(() => done())),
    }
  }

  /** @param checks lines of the config */
  async startHub(checks: readonly string[], locations = ALL, policy?: string) {
    const path = await this.rewrite(checks, locations)
    this.hub = await Daemon.start({ path, policy, environment: {}, log: silent })
    this.#hubPort = Number(new URL(this.hub.hub?.url ?? '').port)
  }

  /** Writes the config of the hub; a hub that runs takes it by `reload`. */
  async rewrite(checks: readonly string[], locations = ALL): Promise<string> {
    const config = [
      'location: hub',
      'directory: ./hub',
      `http: { listen: "127.0.0.1:0", token: ${TOKEN} }`,
      `hub: { listen: "127.0.0.1:${this.#hubPort}"${this.hubSettings} }`,
      `locations: ${locations}`,
      'defaults: { every: 1s, confirm: 2, confirm_every: 100ms, recover: 1, partial_after: 1s, timeout: 1 }',
      'checks:',
      ...checks,
    ]
    const path = join(this.folder, 'hub.yaml')
    await writeFile(path, `${config.join('\n')}\n`)
    return path
  }

  async stopHub(): Promise<void> {
    await this.hub?.stop()
    this.hub = undefined
  }

  async ask(
    path: string,
    method = 'GET',
    body?: object,
  ): Promise<{ readonly status: number; readonly json: unknown }> {
    const answer = await fetch(`${this.hub?.url}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${TOKEN}`,
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, json: await answer.json() }
  }

  async metrics(): Promise<string> {
    const headers = { Authorization: `Bearer ${TOKEN}` }
    return (await fetch(`${this.hub?.url}/metrics`, { headers })).text()
  }

  async invite(location: string): Promise<JoinString> {
    const { json } = await this.ask(`/api/v1/locations/${location}/invitation`, 'POST')
    const parsed = parseJoinString((json as { join: string }).join)
    if (typeof parsed === 'string') throw new Error(parsed)
    return parsed
  }

  /** Joins the first time, and goes on afterwards. */
  async startAgent(
    location: string,
    policy: Policy = ALLOW,
    settings: AgentSettings = DEFAULT_AGENT_SETTINGS,
  ): Promise<AgentDaemon> {
    const folder = new AgentFolder(join(this.folder, location))
    let identity = await folder.identity()
    const key = (await folder.key()) ?? makeAgentKey()
    if (!identity) {
      const { secret, ...hub } = await this.invite(location)
      await folder.keepKey(key)
      const { agent } = await enrol(
        { ...hub, secret },
        key,
        new AbortController().signal,
        settings.tls,
      )
      identity = { agent, location, hubs: [hub] }
      await folder.keepIdentity(identity)
    }
    const note = (_data: object, message: string) => void this.agentLog.push(message)
    const log = { info: note, warn: note, error: note }
    const checker = await openMonitorChecker({
      environment: {},
      policy: undefined,
      otherwise: policy,
      log: silent,
    })
    const daemon = await AgentDaemon.start({
      ...{ folder, identity, key, checker, settings, environment: {}, log },
    })
    this.#agents.set(location, daemon)
    return daemon
  }

  agent(location: string): AgentDaemon | undefined {
    return this.#agents.get(location)
  }

  async stopAgent(location: string): Promise<void> {
    await this.#agents.get(location)?.stop()
    this.#agents.delete(location)
  }

  status(check: string): CheckStatus | undefined {
    return this.hub?.monitor.statusOf(check)
  }

  /** What each location says: `{ fra: 'up' }`. */
  said(check: string): Readonly<Record<string, string>> {
    const { locations = [] } = this.status(check) ?? {}
    return Object.fromEntries(locations.map(({ location, verdict }) => [location, verdict]))
  }

  async [Symbol.asyncDispose]() {
    for (const location of this.#agents.keys()) await this.stopAgent(location)
    await this.stopHub()
    for (const server of this.#servers) server.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}
