import type { LiveCheck } from '../judge/check-runtime.js'

/** What a check's ancestors, by `depends_on`, have to say about its incident. */
export interface FamilyFacts {
  readonly parentDown: boolean
  readonly parentUnsure: boolean
  /** Ancestors that are to be looked at before anybody is told. */
  readonly toAsk: readonly string[]
}

/** Who depends on whom. The config has no cycles; one that came in otherwise ends the walk. */
export class Family {
  readonly #find: (id: string) => LiveCheck | undefined
  #children = new Map<string, string[]>()
  #byHost = new Map<string, string[]>()

  constructor(find: (id: string) => LiveCheck | undefined) {
    this.#find = find
  }

  /** To be called when the checks change. */
  learn(checks: Iterable<LiveCheck>): void {
    this.#children = new Map()
    this.#byHost = new Map()
    for (const { check } of checks) {
      add(this.#byHost, check.parameters.host, check.id)
      for (const parent of check.dependsOn) add(this.#children, parent, check.id)
    }
  }

  childrenOf(id: string): readonly string[] {
    return this.#children.get(id) ?? []
  }

  /** The other checks of the same host. */
  neighboursOf({ check }: LiveCheck): readonly LiveCheck[] {
    const ids = this.#byHost.get(check.parameters.host) ?? []
    return ids.flatMap((id) => (id === check.id ? [] : (this.#find(id) ?? [])))
  }

  factsOf(live: LiveCheck): FamilyFacts {
    let parentDown = false
    const toAsk: string[] = []
    let unsure = false
    for (const ancestor of this.#ancestorsOf(live)) {
      const { state, observedAt, closedAt, check } = ancestor
      // Nobody hears of a parent that wants no alerts, so it stands for nobody.
      if (!check.alert) continue
      if (state.incident === 'down') parentDown = true
      else if (observedAt <= live.openedAt) toAsk.push(check.id)
      else if (state.streaks.bad > 0 && state.verdict !== 'unknown') unsure = true
      else if (live.observedAt <= closedAt) unsure = true
    }
    return { parentDown, parentUnsure: unsure || toAsk.length > 0, toAsk }
  }

  #ancestorsOf(live: LiveCheck): Iterable<LiveCheck> {
    const found = new Map<string, LiveCheck>()
    const pending = [...live.check.dependsOn]
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      const ancestor = this.#find(id)
      if (!ancestor || found.has(id)) continue
      found.set(id, ancestor)
      pending.push(...ancestor.check.dependsOn)
    }
    return found.values()
  }
}

function add(lists: Map<string, string[]>, key: string, id: string): void {
  const list = lists.get(key)
  if (list) list.push(id)
  else lists.set(key, [id])
}
