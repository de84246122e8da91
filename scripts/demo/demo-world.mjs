import { randomFrom } from './demo-random.mjs'

/** A network of the demo's services, each as its `now` says, and a name service. */
export class DemoWorld {
  #clock
  #random
  #byName
  /** By name: `refused`, `silent`, `slow`, `nameless`; absent: fine. */
  #states = new Map()

  /** @param services each with its address */
  constructor(services, clock, seed) {
    this.#clock = clock
    this.#random = randomFrom(seed)
    this.#byName = new Map(services.map((each) => [`${each.address}:${each.port}`, each]))
    this.services = services
  }

  /** Makes a service so from now on; undefined: fine. */
  set(name, state) {
    if (state === undefined) this.#states.delete(name)
    else this.#states.set(name, state)
  }

  /** @param location absent: here. `NAME@LOCATION` is so there alone */
  stateOf(name, location) {
    return this.#states.get(`${name}@${location}`) ?? this.#states.get(name)
  }

  engine = {
    name: 'node',
    close: async () => {},
    connect: ({ address, port, timeoutMs, signal }, settle) => {
      const service = this.#byName.get(`${address.text}:${port}`)
      const began = this.#clock.monotonicMs()
      const state = service && this.#states.get(service.name)
      let isOver = false
      const end = (outcome) => {
        if (isOver) return
        isOver = true
        settle({ engine: 'node', connectMs: this.#clock.monotonicMs() - began, ...outcome })
      }
      signal?.addEventListener('abort', () => end({ kind: 'aborted' }), { once: true })
      const after = (ms, outcome) => this.#clock.setTimer(ms, () => end(outcome))
      if (!service || state === 'silent') {
        after(timeoutMs, { kind: 'timeout' })
        return
      }
      const trip = service.ms * (0.9 + 0.3 * this.#random()) * (state === 'slow' ? 9 : 1)
      const refused = { code: 'ECONNREFUSED', syscall: 'connect', fromNetwork: true }
      if (state === 'refused') after(trip, { kind: 'failed', system: refused })
      else {
        after(trip, {
          kind: 'connected',
          ...{ connectMs: trip, kernelMs: trip, synRetransmits: 0, selfConnected: false },
          ...{ sourceAddress: '192.0.2.10', sourcePort: 40_000 },
        })
      }
    },
  }

  resolver = {
    lookup: (name) => {
      const service = this.services.find(({ host }) => host === name)
      const state = service && this.#states.get(service.name)
      const failed = { kind: 'failed', code: 'ESERVFAIL', cause: 'the name server failed' }
      return {
        answer: async (family) => {
          if (!service || state === 'nameless') return failed
          if (family !== 4) return { kind: 'none', code: 'ENODATA' }
          return { kind: 'addresses', addresses: [{ text: service.address, family: 4 }] }
        },
      }
    },
  }
}
