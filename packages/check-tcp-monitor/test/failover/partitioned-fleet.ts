import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  createSwitchedLab,
  type Host,
  type Postgres,
  type Services,
  type SwitchedLab,
  servicesOn,
  startPostgres,
} from 'check-tcp-lab'
import { COMMAND, TOKEN } from '../daemon/running-monitor.js'
import { temporaryDirectory } from '../history/temporary-directory.js'

export const AGENTS = ['fra', 'nyc', 'ams', 'sin', 'syd'] as const
export type AgentName = (typeof AGENTS)[number]

const HUBS = ['hub_a', 'hub_b'] as const
const NAMES = [...AGENTS, ...HUBS, 'database', 'target', 'witness'] as const
const PORT = 8_000
const API = 9_116

/** Which packets between two hosts are lost: both ways, or those that one of them sends. */
export type Cut = 'both' | 'there' | 'back'

/** What is believed of the target: together, and by each agent. */
export interface Belief {
  readonly verdict: string | undefined
  readonly said: Readonly<Record<string, string>>
}

interface Notice {
  readonly kind: string
  readonly incident: { readonly id: string; readonly subject_id: string; readonly verdict: string }
}

interface Running {
  readonly child: ChildProcess
  readonly lines: string[]
}

/** Two hubs over one PostgreSQL, five agents and a target, each a host of its own; whatever is cut is cut by nftables. */
export class PartitionedFleet {
  readonly #lab: SwitchedLab<(typeof NAMES)[number]>
  readonly #folder = temporaryDirectory()
  readonly #running: Running[] = []
  #database: Postgres | undefined
  #witness: Services | undefined
  /** Undefined while its port is closed. */
  #target: Services | undefined

  private constructor(lab: SwitchedLab<(typeof NAMES)[number]>) {
    this.#lab = lab
  }

  static async create(): Promise<PartitionedFleet> {
    const fleet = new PartitionedFleet(await createSwitchedLab(NAMES))
    try {
      await fleet.#start()
      return fleet
    } catch (error) {
      await fleet[Symbol.asyncDispose]()
      throw error
    }
  }

  async #start(): Promise<void> {
    const { hosts } = this.#lab
    this.#database = await startPostgres([], hosts.database)
    this.#witness = servicesOn(hosts.witness)
    await this.#witness.listen({ port: PORT })
    await this.setOpen(true)
    for (const name of HUBS) {
      const config = this.#configOf(name)
      const hub = this.#run(hosts[name], ['monitor', config])
      await said(hub, 'this hub')
    }
    for (const name of AGENTS) {
      const { join: joinString } = (await this.#ask(
        `/api/v1/locations/${name}/invitation`,
        'POST',
      )) as { readonly join: string }
      const agent = this.#run(hosts[name], [
        ...['monitor', 'agent', '--directory', join(this.#folder.path, name)],
        ...['--policy', this.#policy, '--join', joinString],
      ])
      await said(agent, 'the agent runs')
    }
  }

  get #policy(): string {
    const path = join(this.#folder.path, 'policy.yaml')
    writeFileSync(path, 'default: allow\n')
    return path
  }

  get #noticesFile(): string {
    return join(this.#folder.path, 'notices.ndjson')
  }

  #configOf(name: (typeof HUBS)[number]): string {
    const { hosts } = this.#lab
    const folder = join(this.#folder.path, name)
    mkdirSync(folder)
    writeFileSync(join(folder, 'database'), this.#database?.url ?? '', { mode: 0o600 })
    writeFileSync(this.#noticesFile, '')
    const urls = HUBS.map((each) => `"https://${hosts[each].ipv4}:9117"`)
    const check = (id: string, host: Host) =>
      `  - { name: ${id}, plugin: check_tcp_connection, parameters: { host: ${host.ipv4}, port: ${PORT} } }`
    const path = join(folder, 'monitor.yaml')
    writeFileSync(
      path,
      `http: { listen: "127.0.0.1:${API}", token: ${TOKEN} }
hub: { listen: "${hosts[name].ipv4}:9117", urls: [${urls.join(', ')}], database: "file:database" }
locations: { ${AGENTS.map((each) => `${each}: {}`).join(', ')} }
defaults: { every: 1s, confirm: 1, recover: 1, timeout: 1, partial_after: 1s }
alerting:
  channels: { file: { kind: command, command: [sh, -c, "(cat; echo) >> ${this.#noticesFile}"] } }
  routes: [{ name: all, channels: [file], group_wait: 0s }]
checks:
${check('web', hosts.target)}
${check('witness', hosts.witness)}
`,
    )
    return path
  }

  #run(host: Host, args: readonly string[]): Running {
    const child = spawn(
      'ip',
      ['netns', 'exec', host.namespace, process.execPath, COMMAND, ...args],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    const lines: string[] = []
    createInterface({ input: child.stderr }).on('line', (line) => lines.push(line))
    const running = { child, lines }
    this.#running.push(running)
    return running
  }

  /** Asks the hub that leads, from its own host. */
  async #ask(path: string, method = 'GET'): Promise<unknown> {
    const header = `Authorization: Bearer ${TOKEN}`
    for (const name of HUBS) {
      const args = ['--silent', '--request', method, '--header', header]
      const url = `http://127.0.0.1:${API}${path}`
      const text = await this.#lab.hosts[name].run('curl', [...args, url]).catch(() => '')
      const json: unknown = text.startsWith('{') ? JSON.parse(text) : undefined
      if (json !== undefined && !text.includes('standing_by')) return json
    }
    return {}
  }

  /** What the fleet believes of the target, and what each agent says of it. */
  async verdict(): Promise<Belief> {
    const { verdict, locations = [] } = (await this.#ask('/api/v1/checks/web')) as {
      readonly verdict?: string
      readonly locations?: readonly { readonly location: string; readonly verdict: string }[]
    }
    const said = Object.fromEntries(locations.map((each) => [each.location, each.verdict]))
    return { verdict, said }
  }

  /** Opens or closes the port of the target. */
  async setOpen(isOpen: boolean): Promise<void> {
    if (isOpen === (this.#target !== undefined)) return
    const before = this.#target
    this.#target = isOpen ? servicesOn(this.#lab.hosts.target) : undefined
    await this.#target?.listen({ port: PORT })
    await before?.close()
  }

  /** From now on these agents, and no others, are cut off from the target. */
  async cutFromTarget(agents: readonly AgentName[], how: Cut): Promise<void> {
    await this.#cut(agents, [this.#lab.hosts.target], how)
  }

  /** From now on these agents, and no others, are cut off from both hubs. */
  async cutFromHubs(agents: readonly AgentName[], how: Cut): Promise<void> {
    const { hub_a, hub_b } = this.#lab.hosts
    await this.#cut(agents, [hub_a, hub_b], how)
  }

  async #cut(agents: readonly AgentName[], from: readonly Host[], how: Cut): Promise<void> {
    for (const name of AGENTS) {
      const rules = agents.includes(name)
        ? from.flatMap(({ ipv4 }) => [
            ...(how === 'back' ? [] : [`add rule inet cut output ip daddr ${ipv4} drop`]),
            ...(how === 'there' ? [] : [`add rule inet cut input ip saddr ${ipv4} drop`]),
          ])
        : []
      await this.#lab.hosts[name].nft(
        [
          'add table inet cut',
          'delete table inet cut',
          'add table inet cut',
          'add chain inet cut output { type filter hook output priority 10; }',
          'add chain inet cut input { type filter hook input priority 10; }',
          ...rules,
        ].join('\n'),
      )
    }
  }

  /** What was notified of the target, in its order. */
  notices(): readonly Notice[] {
    return readFileSync(this.#noticesFile, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .flatMap((line) => (JSON.parse(line) as { readonly notices: readonly Notice[] }).notices)
      .filter(({ incident }) => incident.subject_id === 'web')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { child } of this.#running) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    }
    await this.#witness?.close()
    await this.#target?.close()
    await this.#database?.[Symbol.asyncDispose]()
    await this.#lab[Symbol.asyncDispose]()
    this.#folder.remove()
  }
}

function said({ child, lines }: Running, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (lines.some((line) => line.includes(text))) resolve()
    }
    child.stderr?.on('data', () => setImmediate(look))
    child.once('exit', () => reject(new Error(lines.join('\n'))))
    look()
  })
}
