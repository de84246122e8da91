import { VoteBoard } from '../../packages/check-tcp-monitor/dist/link/hub/vote-board.js'
import { randomFrom } from './demo-random.mjs'

export const DEMO_LOCATIONS = [
  { name: 'frankfurt', tags: ['eu'], ms: 0 },
  { name: 'amsterdam', tags: ['eu'], ms: 7 },
  { name: 'new-york', tags: ['us'], ms: 84 },
]

/** The locations of the demo, and the agents there, which there are not: what they would have found comes from the world. */
export class DemoFleet {
  votes
  #clock
  #world
  #random
  #states = new Map()
  #joinedAt
  #isOver = false

  constructor(clock, world, seed) {
    this.#clock = clock
    this.#world = world
    this.#random = randomFrom(seed)
    this.#joinedAt = clock.wallMs() - 19 * 86_400_000
    this.votes = new VoteBoard(clock)
  }

  /** Has every agent report now, and whenever it is time. */
  start(services, monitor, store, everyMs) {
    const report = async () => {
      if (this.#isOver) return
      this.#clock.setTimer(everyMs, report)
      const found = []
      for (const location of DEMO_LOCATIONS) {
        const own = services.map((service) => this.#find(service, location))
        found.push(...own.map(({ observation }) => observation))
        this.votes.note(
          location.name,
          own.map(({ vote }) => vote),
        )
      }
      await store.commit({ observations: found })
      monitor.noteResults(found)
      for (const { name } of DEMO_LOCATIONS) {
        const checkIds = services.map((service) => service.name)
        monitor.noteReport({ location: name, isIsolated: false, checkIds })
      }
    }
    return report()
  }

  stop() {
    this.#isOver = true
  }

  /** What people do with locations: those of the demo can be looked at alone. */
  asFleet() {
    const refuse = () => Promise.reject(new Error('there are no agents in a demo'))
    return {
      ...{ invite: refuse, revoke: refuse, remove: refuse, check: refuse, explain: refuse },
      locations: async () =>
        DEMO_LOCATIONS.map(({ name, tags }, index) => ({
          ...{ name, tags, state: 'joined', agent: `agent-${name}` },
          joinedAt: this.#joinedAt + index * 3_600_000,
          seenAt: Math.floor(this.#clock.wallMs() - 2_000),
          silentMs: 2_000 + index * 700,
          clockSkewMs: [4, -11, 3_200][index],
          report: { version: '0.1.0', isolated: false, overdue: 0, spooled: index === 2 ? 12 : 0 },
        })),
    }
  }

  #find(service, location) {
    const { name, ms, address } = service
    const state = this.#world.stateOf(name, location.name)
    const at = Math.floor(this.#clock.wallMs())
    const isDown = state === 'refused' || state === 'silent'
    const known = this.#states.get(`${location.name} ${name}`)
    const verdict = isDown ? 'down' : 'up'
    const since = known?.verdict === verdict ? known.since : at
    this.#states.set(`${location.name} ${name}`, { verdict, since })
    const failure = state === 'silent' ? 'timeout' : 'refused'
    const error = failure === 'timeout' ? 'Connection timeout' : 'Connection refused'
    const fault = failure === 'timeout' ? 'network' : 'target'
    const why = isDown ? { failure, fault, error } : {}
    const common = { checkId: name, location: location.name, at, attempts: 1, address }
    return {
      vote: { checkId: name, verdict, since, ageMs: 0, ...why },
      observation: isDown
        ? { ...common, outcome: 'bad', countsAs: 'down', ...why }
        : {
            ...common,
            outcome: 'good',
            responseMs: (location.ms + ms) * (0.95 + 0.15 * this.#random()),
          },
    }
  }
}
