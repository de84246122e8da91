import {
  type LocalServices,
  openLocalServices,
  type readLocalServices,
} from 'check-tcp/local-services'

type Specs = ReturnType<typeof readLocalServices>
type Kind = Specs extends ReadonlyMap<string, infer K> ? K : never

interface Held {
  readonly port: string
  readonly services: LocalServices
  /** Configs that use it. */
  users: number
}

/** Local services that outlive a reload: one that two configs have alike keeps its port, and its connections. */
export class LocalServicePool {
  readonly #held = new Map<string, Held>()

  /** @param path of the file that asks for them */
  async open(path: string, specs: Specs): Promise<LocalServices> {
    const keys: string[] = []
    const ports: Record<string, string> = {}
    for (const [name, kind] of specs) {
      const key = JSON.stringify([path, name, kind])
      const held = this.#held.get(key) ?? (await this.#openOne(name, kind))
      held.users++
      this.#held.set(key, held)
      keys.push(key)
      ports[name] = held.port
    }
    return { ports, close: () => this.#release(keys.splice(0)) }
  }

  /** On a port that none of the others has, also none where nobody is to listen. */
  async #openOne(name: string, kind: Kind): Promise<Held> {
    const refused: LocalServices[] = []
    try {
      for (;;) {
        const services = await openLocalServices(new Map([[name, kind]]))
        const port = services.ports[name] ?? ''
        if (![...this.#held.values()].some((each) => each.port === port)) {
          return { port, services, users: 0 }
        }
        refused.push(services)
      }
    } finally {
      await Promise.all(refused.map((each) => each.close()))
    }
  }

  async #release(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const held = this.#held.get(key)
      if (!held || --held.users > 0) continue
      this.#held.delete(key)
      await held.services.close()
    }
  }
}
