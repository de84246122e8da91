import { describe, expect, it } from 'vitest'
import type { AgentBatch } from '../../../src/core/link/agent-batch.js'
import { type AgentLink, LinkError } from '../../../src/core/link/agent-link.js'
import type { HeardVote } from '../../../src/core/link/heard-vote.js'
import type { VoteBoard } from '../../../src/link/hub/vote-board.js'
import type { Monitor } from '../../../src/monitor/monitor.js'
import { SAMPLE_EPOCH } from '../../support/sample-batch.js'
import { confusing, endless, leaky, losing } from '../sabotaged-stores.js'
import { type FleetInvariantName, fleetViolations } from './fleet-invariants.js'
import { drawFleetScenario } from './fleet-scenario.js'
import { type FleetSabotage, runFleet } from './fleet-simulation.js'
import { HOURS } from './hours.js'

describe('a fleet in a simulated world', () => {
  it.each<[FleetInvariantName, string, FleetSabotage]>([
    ['nothingLost', 'a hub that keeps the first of the results of a batch', { hubStore: leaky }],
    ['storedOnce', 'a link that sends each batch as of another spool too', { link: doubling }],
    ['noFalseDown', 'a hub that takes one location for all', { votes: credulous }],
    ['noMissedOutage', 'a hub that does not hear that anything is down', { votes: deaf }],
    ['partialInTime', 'a hub that takes what is unknown for down', { votes: pessimistic }],
    ['noMissedPartial', 'a hub that does not hear that anything is down', { votes: deaf }],
    ['oldVotesExpire', 'a hub that goes by the last vote for ever', { votes: nostalgic }],
    ['noFalseLoss', 'an agent whose link fails for minutes', { link: dozing }],
    ['lostIsTold', 'a hub that hears agents that say nothing', { monitor: imaginative }],
    ['incidentsEnd', 'a store that loses the ends of incidents', { hubStore: endless }],
    [
      'everythingTold',
      'an outbox that loses what could not be delivered at once',
      { hubStore: losing },
    ],
    ['soundFigures', 'a store that confuses when things end', { hubStore: confusing }],
  ])('would notice, by %s, %s', async (rule, _what, sabotage) => {
    const broken: string[] = []
    for (let seed = 1; seed <= 300 && !broken.some((each) => each.startsWith(rule)); seed++) {
      broken.push(...fleetViolations(await runFleet(drawFleetScenario(seed, HOURS), sabotage)))
    }
    expect(broken.map((each) => each.split(':')[0])).toContain(rule)
  })
})

function doubling(link: AgentLink): AgentLink {
  return {
    ...link,
    async send(batch: AgentBatch, signal: AbortSignal) {
      await link.send({ ...batch, epoch: SAMPLE_EPOCH }, signal)
      return link.send(batch, signal)
    },
  }
}

function dozing(link: AgentLink): AgentLink {
  let sends = 0
  return {
    ...link,
    send(batch: AgentBatch, signal: AbortSignal) {
      const asleep = sends++ % 300 > 280
      if (asleep) return Promise.reject(new LinkError('LINK_UNREACHABLE', 'asleep'))
      return link.send(batch, signal)
    },
  }
}

function imaginative(monitor: Monitor): Monitor {
  const { agents } = monitor
  const review = agents.review.bind(agents)
  agents.review = (locations, context) => {
    for (const location of locations) agents.note(location, false)
    return review(locations, context)
  }
  return monitor
}

/** The votes of a hub, as another one would hear them. */
function hearing(
  board: VoteBoard,
  hears: (votes: readonly HeardVote[]) => readonly HeardVote[],
): VoteBoard {
  const heard = board.heard.bind(board)
  board.heard = (...asked) => hears(heard(...asked))
  return board
}

function credulous(board: VoteBoard): VoteBoard {
  return hearing(board, (votes) => {
    const isDown = votes.some(({ verdict }) => verdict === 'down')
    return isDown ? votes.map((each) => ({ ...each, verdict: 'down' })) : votes
  })
}

function deaf(board: VoteBoard): VoteBoard {
  return hearing(board, (votes) =>
    votes.map((each) => (each.verdict === 'down' ? { ...each, verdict: 'up' } : each)),
  )
}

function pessimistic(board: VoteBoard): VoteBoard {
  return hearing(board, (votes) =>
    votes.map((each, index) =>
      index === 0 && each.verdict === 'unknown' ? { ...each, verdict: 'down' } : each,
    ),
  )
}

function nostalgic(board: VoteBoard): VoteBoard {
  return hearing(board, (votes) =>
    votes.map((each) =>
      each.isStale && each.vote ? { ...each, verdict: each.vote.verdict } : each,
    ),
  )
}
