import type { CheckRuntime } from './check-runtime.js'

/** The checks that there are, and who of them depends on whom. */
export class CheckRegistry {
  readonly #byId = new Map<string, CheckRuntime>()
  #dependants = new Map<string, string[]>()
  #byHost = new Map<string, string[]>()

  get(id: string): CheckRuntime | undefined {
    return this.#byId.get(id)
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  all(): readonly CheckRuntime[] {
    return [...this.#byId.values()]
  }

  /** To be followed by `index`, once all are added. */
  add(runtime: CheckRuntime): void {
    this.#byId.set(runtime.check.id, runtime)
  }

  delete(id: string): void {
    this.#byId.delete(id)
  }

  /** Learns which checks depend on each other, and which have one host. */
  index(): void {
    this.#dependants = new Map()
    this.#byHost = new Map()
    for (const { check } of this.#byId.values()) {
      add(this.#byHost, check.parameters.host, check.id)
      for (const parent of check.dependsOn) add(this.#dependants, parent, check.id)
    }
  }

  /** The ids of the checks that depend on one directly. */
  dependantsOf(id: string): readonly string[] {
    return this.#dependants.get(id) ?? []
  }

  /** The other checks of the same host. */
  neighboursOf({ check }: CheckRuntime): readonly CheckRuntime[] {
    const ids = this.#byHost.get(check.parameters.host) ?? []
    return ids.flatMap((id) => (id === check.id ? [] : (this.#byId.get(id) ?? [])))
  }

  /** What a check depends on, directly or not. The config has no cycles; one that came in otherwise ends the walk. */
  dependenciesOf({ check }: CheckRuntime): readonly CheckRuntime[] {
    const found = new Map<string, CheckRuntime>()
    const pending = [...check.dependsOn]
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      const dependency = this.#byId.get(id)
      if (!dependency || found.has(id)) continue
      found.set(id, dependency)
      pending.push(...dependency.check.dependsOn)
    }
    return [...found.values()]
  }
}

function add(lists: Map<string, string[]>, key: string, id: string): void {
  const list = lists.get(key)
  if (list) list.push(id)
  else lists.set(key, [id])
}
