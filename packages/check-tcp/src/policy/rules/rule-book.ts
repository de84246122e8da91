import type { AddressWords } from '../../core/target/address-words.js'
import type { Prefix } from '../../core/target/network.js'
import { NetworkSet } from '../networks/network-set.js'
import {
  compileConditions,
  isLong,
  type Matches,
  type PolicyRule,
  partsOf,
  readNetwork,
  type Subject,
} from './rule.js'

/** The rule that decides. */
interface Decisive {
  readonly allows: boolean
  /** With the network that matched, where the rule has too many to tell them all. */
  readonly name: string
}

/** One rule, or several that follow each other and deny networks alone: those are searched as one. */
interface RuleGroup {
  readonly allows: boolean
  /** What the rule is called, where it has no networks. */
  readonly name: string
  readonly networks?: Networks
  readonly matches: Matches
}

interface Networks {
  readonly set: NetworkSet
  /** What each network of the set makes the rule be called. */
  readonly names: readonly string[]
}

/** Networks of rules, while they are gathered. */
interface Gathered {
  readonly prefixes: Prefix[]
  readonly names: string[]
}

/** The rules of a policy, made ready for being asked many times. */
export class RuleBook {
  readonly #groups: RuleGroup[] = []

  /**
   * @param names what each rule is called
   * @param written the rules with the networks that are told
   * @throws {RangeError} that names the rule which cannot be read
   */
  constructor(
    rules: readonly PolicyRule[],
    names: readonly string[],
    written: readonly PolicyRule[],
  ) {
    let denials = nothingGathered()
    for (const [index, rule] of rules.entries()) {
      const name = names[index] ?? `rule ${index + 1}`
      const { action, conditions } = partsOf(rule)
      const { networks, ...others } = conditions
      const told = partsOf(written[index] ?? rule).conditions.networks
      const isOfNetworksAlone = Object.values(others).every((list) => list === undefined)
      try {
        if (networks && action === 'deny' && isOfNetworksAlone) {
          gather(denials, { networks, told, name })
          continue
        }
        this.#addDenials(denials)
        denials = nothingGathered()
        const own = nothingGathered()
        if (networks) gather(own, { networks, told, name })
        this.#groups.push({
          allows: action === 'allow',
          name,
          matches: compileConditions(others),
          ...(networks ? { networks: searchable(own) } : {}),
        })
      } catch (error) {
        throw new RangeError(`${name}: ${error instanceof Error ? error.message : error}`)
      }
    }
    this.#addDenials(denials)
  }

  /** The first rule that matches; `undefined` where none does. */
  find(places: readonly AddressWords[], port: number, subject: Subject): Decisive | undefined {
    for (const { allows, name, networks, matches } of this.#groups) {
      if (!matches(port, subject)) continue
      const matched = networks ? nameOf(networks, places, allows) : name
      if (matched !== undefined) return { allows, name: matched }
    }
    return undefined
  }

  #addDenials(gathered: Gathered): void {
    if (gathered.prefixes.length === 0) return
    const networks = searchable(gathered)
    this.#groups.push({ allows: false, name: '', networks, matches: () => true })
  }
}

/** A denial needs one of the places, a permission all of them. */
function nameOf(
  { set, names }: Networks,
  places: readonly AddressWords[],
  all: boolean,
): string | undefined {
  const found = places.map((place) => set.find(place))
  const matched = found.filter((number) => number !== undefined)
  if (matched.length === 0 || (all && matched.length < found.length)) return undefined
  return names[Math.min(...matched)]
}

function nothingGathered(): Gathered {
  return { prefixes: [], names: [] }
}

interface NamedNetworks {
  readonly networks: readonly string[]
  /** What is reported about each. */
  readonly told: readonly string[] | undefined
  /** Of the rule. */
  readonly name: string
}

function gather({ prefixes, names }: Gathered, { networks, told, name }: NamedNetworks): void {
  const isNamed = isLong(networks)
  for (const [index, network] of networks.entries()) {
    const named = isNamed ? `${name} (${told?.[index] ?? network})` : name
    for (const prefix of readNetwork(network)) {
      prefixes.push(prefix)
      names.push(named)
    }
  }
}

function searchable({ prefixes, names }: Gathered): Networks {
  return { set: new NetworkSet(prefixes), names }
}
