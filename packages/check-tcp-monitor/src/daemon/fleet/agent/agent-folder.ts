import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDirectory } from 'check-tcp/files'
import * as v from 'valibot'
import { type AgentConfig, readAgentConfig } from '../../../core/link/agent-config.js'
import type { HubAddress } from '../../../link/https/hub-client.js'
import { type AgentKey, readAgentKey } from '../../../link/identity/agent-key.js'
import { writePrivate } from '../write-private.js'

const identitySchema = v.strictObject({
  agent: v.string(),
  location: v.string(),
  hubs: v.pipe(
    v.array(
      v.strictObject({
        host: v.string(),
        port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
        pin: v.exactOptional(v.string()),
      }),
    ),
    v.minLength(1),
  ),
})

/** Who an agent is, and where it reports. */
export interface AgentIdentity {
  readonly agent: string
  readonly location: string
  readonly hubs: readonly HubAddress[]
}

/** What an agent keeps in its directory, beside its history: its key, who it is, and the last config of its hub. */
export class AgentFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** @throws {Error} (as a rejection) for a file that is damaged, with its name @returns undefined where it has not joined yet */
  async identity(): Promise<AgentIdentity | undefined> {
    const text = await this.#read('agent.json')
    if (text === undefined) return undefined
    const read = v.safeParse(identitySchema, parsed(text))
    if (read.success) return read.output
    throw new Error(`${this.#file('agent.json')} is damaged; join again with another directory`)
  }

  /** The key that was made here; undefined where none was. @throws {Error} (as a rejection) for a file that is damaged */
  async key(): Promise<AgentKey | undefined> {
    const pem = await this.#read('agent.key')
    if (pem === undefined) return undefined
    const key = readAgentKey(pem)
    if (key) return key
    throw new Error(`${this.#file('agent.key')} is damaged; join again with another directory`)
  }

  /** The config that the hub gave last. One that no version could read whole is asked for again: this one may be newer. */
  async config(): Promise<AgentConfig | undefined> {
    const text = await this.#read('config.json')
    const config = text === undefined ? undefined : readAgentConfig(parsed(text))
    return config?.unknown ? { ...config, version: '' } : config
  }

  async keepKey({ pem }: AgentKey): Promise<void> {
    makeDirectory(this.path, 0o700)
    await writePrivate(this.#file('agent.key'), pem)
  }

  keepIdentity(identity: AgentIdentity): Promise<void> {
    return writePrivate(this.#file('agent.json'), `${JSON.stringify(identity, null, 2)}\n`)
  }

  keepConfig(config: AgentConfig): Promise<void> {
    return writePrivate(this.#file('config.json'), JSON.stringify(config))
  }

  async #read(name: string): Promise<string | undefined> {
    try {
      return await readFile(this.#file(name), 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  #file(name: string): string {
    return join(this.path, name)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
