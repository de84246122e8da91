// Many agents of a hub in one process, with the product's own shipper and link; what they find is made up. Run by fleet.mjs.
import { randomUUID } from 'node:crypto'
import { LiveVotes } from '../packages/check-tcp-monitor/dist/link/agent/live-votes.js'
import { Shipper } from '../packages/check-tcp-monitor/dist/link/agent/shipper.js'
import { enrol } from '../packages/check-tcp-monitor/dist/link/https/enrol.js'
import { HttpsLink } from '../packages/check-tcp-monitor/dist/link/https/https-link.js'
import { makeAgentKey } from '../packages/check-tcp-monitor/dist/link/identity/agent-key.js'
import { parseJoinString } from '../packages/check-tcp-monitor/dist/link/identity/join-string.js'

const TURN_MS = 100
const clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  setTimer: (ms, fire) => {
    const timer = setTimeout(fire, ms)
    return () => clearTimeout(timer)
  },
}

/** Results that are made up as they are asked for, so that a backlog of any length needs no memory. */
class MadeUpSpool {
  epoch = randomUUID()
  confirmed = 0
  #end
  #resultOf

  constructor(backlog, resultOf) {
    this.#end = backlog
    this.#resultOf = resultOf
  }

  get waiting() {
    return this.#end - this.confirmed
  }

  grow(count) {
    this.#end += count
  }

  async page(from, limit) {
    const length = Math.max(0, Math.min(limit, this.#end - from))
    return {
      first: from,
      results: Array.from({ length }, (_, index) => this.#resultOf(from + index)),
    }
  }

  async end() {
    return this.#end
  }

  async received(next) {
    this.confirmed = Math.max(this.confirmed, next)
  }

  async renew() {
    throw new Error('the hub takes the spool for a copy')
  }
}

class MadeUpAgent {
  /** Milliseconds from a vote to the hub's receipt, for each vote. */
  ages = []
  problem
  spool
  #votes = new LiveVotes(clock)
  #shipper
  #checks
  #everyMs
  #version
  #due = 0
  #next = 0

  constructor({ location, checks, everyMs, backlogMs, link, version }) {
    this.#checks = checks
    this.#everyMs = everyMs
    this.#version = version
    const perMs = checks / everyMs
    const backlog = Math.floor(backlogMs * perMs)
    const begin = Date.now() - backlogMs
    this.spool = new MadeUpSpool(backlog, (number) => ({
      checkId: `check_${number % checks}`,
      location,
      at: Math.floor(begin + number / perMs),
      outcome: 'good',
      responseMs: 5 + ((number * 7_919) % 1_000) / 100,
      attempts: 1,
      address: `10.0.${(number % checks) >> 8}.${number & 255}`,
    }))
    this.#shipper = new Shipper({
      clock,
      random: Math.random,
      link: {
        ...link,
        send: (batch, signal) => this.#send(link, batch, signal),
        close: () => link.close(),
      },
      spool: this.spool,
      votes: this.#votes,
      report: () => ({ clockAt: Date.now(), overdue: 0, config: this.#version, version: '0.1.0' }),
      onConfig: ({ version: next }) => {
        this.#version = next
      },
      onHub: () => {},
      onProblem: (error) => {
        this.problem = error?.message
        if (error) console.error(`${location}: ${error.message}`)
      },
    })
  }

  async #send(link, batch, signal) {
    const begun = performance.now()
    const receipt = await link.send(batch, signal)
    const tookMs = performance.now() - begun
    for (const { ageMs } of batch.votes) this.ages.push(ageMs + tookMs)
    return receipt
  }

  start() {
    this.#shipper.start()
  }

  stop() {
    return this.#shipper.stop()
  }

  /** What came due since the last turn. */
  turn(ms) {
    this.#due += (ms * this.#checks) / this.#everyMs
    const count = Math.floor(this.#due)
    this.#due -= count
    for (let made = 0; made < count; made++) {
      const checkId = `check_${this.#next++ % this.#checks}`
      this.#votes.note({ checkId, verdict: 'up', since: 1_790_000_000_000 })
    }
    this.spool.grow(count)
    this.#shipper.wake()
  }
}

const { api, token, locations, checks, everyMs, backlogMs } = JSON.parse(process.argv[2])
const agents = []
for (const [index, location] of locations.entries()) {
  const asked = await fetch(`${api}/api/v1/locations/${location}/invitation`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
  })
  const { secret, ...hub } = parseJoinString((await asked.json()).join)
  const key = makeAgentKey()
  const { signal } = new AbortController()
  const { agent: agentId } = await enrol({ ...hub, secret }, key, signal)
  const link = new HttpsLink({ hubs: [hub], agentId, key })
  const { version } = await link.config(signal)
  const own = { location, checks, everyMs, backlogMs: index === 0 ? backlogMs : 0, link, version }
  const agent = new MadeUpAgent({
    ...own,
    link: {
      send: (batch, asking) => link.send(batch, asking),
      config: (asking) => link.config(asking),
      close: () => link.close(),
    },
  })
  agents.push(agent)
}
process.send({ kind: 'joined' })
await new Promise((resolve) => process.once('message', resolve))
// Spread over the turn, as agents are that know nothing of each other.
for (const [index, agent] of agents.entries()) {
  setTimeout(
    () => {
      agent.start()
      let before = performance.now()
      setInterval(() => {
        const now = performance.now()
        agent.turn(now - before)
        before = now
      }, TURN_MS)
    },
    (index * TURN_MS) / agents.length,
  )
}
setInterval(() => {
  const ages = agents.flatMap((each) => each.ages.splice(0))
  process.send({
    kind: 'second',
    ages: Float64Array.from(ages).sort(),
    received: agents.reduce((sum, { spool }) => sum + spool.confirmed, 0),
    waiting: agents.map(({ spool }) => spool.waiting),
  })
}, 1_000)
process.on('disconnect', () => process.exit())
