import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'vitest'
import {
  openReadOnly,
  type ReadOnlyStore,
} from '../../dist/history/sqlite/reader/read-only-store.js'
import { OnePort } from '../daemon/one-port.js'
import { COMMAND, RunningMonitor, TOKEN } from '../daemon/running-monitor.js'
import { temporaryDirectory } from '../history/temporary-directory.js'
import { startHttpReceiver } from '../support/http-receiver.js'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

/** A hub as people start it, and where its HTTP API is. */
interface RunningHub {
  readonly name: 'a' | 'b'
  readonly monitor: RunningMonitor
  readonly url: string
}

interface Notice {
  readonly kind: string
  readonly incident: { readonly id: string; readonly subject_id: string }
}

interface Place {
  readonly config: string
  readonly url: string
  readonly hubPort: number
}

type Places = Readonly<Record<string, Place>>
type Receiver = Awaited<ReturnType<typeof startHttpReceiver>>

/** Two hubs over one PostgreSQL, an agent that reports to them, and a receiver of what they notify. */
export class TwoHubs {
  readonly #folder = temporaryDirectory()
  readonly #places: Places
  readonly #receiver: Receiver
  readonly #running: { kill(): Promise<void> }[] = []
  #agent: { kill(): Promise<void> } | undefined
  /** What is checked. */
  readonly target: OnePort

  private constructor(
    places: Places,
    receiver: Receiver,
    target: OnePort,
    folder: ReturnType<typeof temporaryDirectory>,
  ) {
    this.#places = places
    this.#receiver = receiver
    this.target = target
    this.#folder = folder
  }

  /** @param more checks of the same target, beside `web` @param otherWay the URL by which the first hub reaches the database */
  static async create(database: string, more = 0, otherWay = database): Promise<TwoHubs> {
    const folder = temporaryDirectory()
    const target = await OnePort.open()
    const receiver = await startHttpReceiver()
    const names = ['a', 'b'] as const
    const checkNames = ['web', ...Array.from({ length: more }, (_, index) => `more-${index}`)]
    const checks = checkNames.map(
      (name) =>
        `  - { name: ${name}, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: ${target.number} } }`,
    )
    const ports = {
      a: [await freePort(), await freePort()],
      b: [await freePort(), await freePort()],
    }
    const urls = names.map((name) => `"https://127.0.0.1:${ports[name][0]}"`)
    const places = names.map((name) => {
      const [hub = 0, http] = ports[name]
      mkdirSync(join(folder.path, name))
      const config = join(folder.path, name, 'monitor.yaml')
      writeFileSync(join(folder.path, name, 'database'), name === 'a' ? otherWay : database)
      writeFileSync(
        config,
        `http: { listen: "127.0.0.1:${http}", token: ${TOKEN} }
hub: { listen: "127.0.0.1:${hub}", urls: [${urls.join(', ')}], database: "file:database" }
locations: { fra: }
defaults: { every: 1s, confirm: 2, confirm_every: 1s, recover: 1, timeout: 1 }
alerting:
  channels: { hook: { kind: webhook, url: "${receiver.url}" } }
  routes: [{ name: all, channels: [hook], group_wait: 0s }]
checks:
${checks.join('\n')}
`,
      )
      return [name, { config, url: `http://127.0.0.1:${http}`, hubPort: hub }] as const
    })
    return new TwoHubs(Object.fromEntries(places), receiver, target, folder)
  }

  /** Starts a hub, and waits until it leads or stands by. */
  async start(name: 'a' | 'b'): Promise<RunningHub> {
    const { config = '', url = '' } = this.#places[name] ?? {}
    const monitor = new RunningMonitor(config)
    const kill = async () => {
      monitor.signal('SIGKILL')
      await monitor.ended()
    }
    this.#running.push({ kill })
    await monitor.says('this hub')
    return { name, monitor, url }
  }

  /** Of its config. */
  folderOf(name: 'a' | 'b'): string {
    return join(this.#folder.path, name)
  }

  /** Joins the hub that leads, by the command that people use. */
  async startAgent({ url }: RunningHub): Promise<void> {
    const { json } = await this.ask(url, '/api/v1/locations/fra/invitation', 'POST')
    const { join: joinString } = json as { readonly join: string }
    writeFileSync(this.#policy, 'default: allow\n')
    await this.#runAgent(['--join', joinString])
  }

  /** From now on the agent, which has joined, reports to this hub first. */
  async moveAgent(name: 'a' | 'b'): Promise<void> {
    await this.#agent?.kill()
    const file = join(this.#agentDirectory, 'agent.json')
    const identity = JSON.parse(readFileSync(file, 'utf8'))
    const port = this.#places[name]?.hubPort
    const [first] = identity.hubs
    const others = identity.hubs.filter((each: { readonly port: number }) => each.port !== port)
    writeFileSync(file, JSON.stringify({ ...identity, hubs: [{ ...first, port }, ...others] }))
    await this.#runAgent([])
  }

  /** Kills the agent, and starts it again. */
  async restartAgent(): Promise<void> {
    await this.#agent?.kill()
    await this.#runAgent([])
  }

  /** What the agent itself has stored. */
  agentHistory(): ReadOnlyStore {
    return openReadOnly(this.#agentDirectory)
  }

  async #runAgent(words: readonly string[]): Promise<void> {
    const agent = spawn(
      process.execPath,
      [
        ...[COMMAND, 'monitor', 'agent', '--directory', this.#agentDirectory],
        ...['--policy', this.#policy, ...words],
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    const exit = once(agent, 'exit')
    this.#agent = {
      kill: async () => {
        agent.kill('SIGKILL')
        await exit
      },
    }
    await new Promise<void>((resolve, reject) => {
      const lines: string[] = []
      if (!agent.stderr) throw new TypeError('the child has no standard error')
      createInterface({ input: agent.stderr }).on('line', (line) => {
        lines.push(line)
        if (line.includes('the agent runs')) resolve()
      })
      exit.then(() => reject(new Error(lines.join('\n'))))
    })
  }

  get #agentDirectory(): string {
    return join(this.#folder.path, 'agent')
  }

  get #policy(): string {
    return join(this.#folder.path, 'policy.yaml')
  }

  async ask(url: string, path: string, method = 'GET', body?: object) {
    const type = body && { 'content-type': 'application/json' }
    const headers = { authorization: `Bearer ${TOKEN}`, ...type }
    const sent = body && { body: JSON.stringify(body) }
    const answer = await fetch(`${url}${path}`, { method, headers, ...sent })
    const text = await answer.text()
    const json: unknown = text.startsWith('{') ? JSON.parse(text) : undefined
    return { status: answer.status, json }
  }

  async verdictAt({ url }: RunningHub): Promise<unknown> {
    const { json } = await this.ask(url, '/api/v1/checks/web')
    return (json as { readonly verdict?: unknown }).verdict
  }

  /** Waits until the hub that leads believes so. */
  async believes(hub: RunningHub, verdict: string): Promise<void> {
    await expect.poll(() => this.verdictAt(hub).catch(() => undefined)).toBe(verdict)
  }

  /** Of each incident and kind of notice, by how many different messages it was told: the same one may come twice. */
  messages(): ReadonlyMap<string, number> {
    const keys = new Map<string, Set<string>>()
    for (const { body, headers } of this.#receiver.received) {
      const key = String(headers['idempotency-key'])
      const { notices } = JSON.parse(body) as { readonly notices: readonly Notice[] }
      for (const { kind, incident } of notices.filter(
        (each) => each.incident.subject_id === 'web',
      )) {
        const what = `${incident.id} ${kind}`
        keys.set(what, (keys.get(what) ?? new Set()).add(key))
      }
    }
    return new Map([...keys].map(([what, own]) => [what, own.size]))
  }

  /** What was notified of a subject, in its order. */
  notices(subjectId = 'web'): readonly Notice[] {
    return this.#receiver.received
      .flatMap(({ body }) => (JSON.parse(body) as { readonly notices: readonly Notice[] }).notices)
      .filter(({ incident }) => incident.subject_id === subjectId)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent?.kill()
    for (const each of this.#running) await each.kill()
    await this.target.close()
    await this.#receiver[Symbol.asyncDispose]()
    this.#folder.remove()
  }
}
