import type { Notice } from '../../core/alert/notice.js'
import { isCoverage } from '../../core/subject-id.js'
import { shown } from './shown.js'

/** A part of a location or of the monitor that an incident is about, for people. */
interface Part {
  readonly name: string
  /** What it does when the incident is over. */
  readonly again: string
  /** What to do first. */
  readonly advice: string
}

/** By what stands behind the location's name in `subjectId`. */
const OF_LOCATION: Readonly<Record<string, Part>> = {
  dns: {
    name: 'name service of',
    again: 'answers again',
    advice: 'Check the name servers in /etc/resolv.conf, and the network path to them',
  },
  local: {
    name: 'machine of',
    again: 'can make checks again',
    advice: 'Fix what the failure names, on the machine that runs the monitor',
  },
  policy: {
    name: 'policy of',
    again: 'no longer denies checks',
    advice: 'Allow these checks in the policy, or take them out of the config',
  },
}

/** By `subjectId`. */
const OF_MONITOR: Readonly<Record<string, Part>> = {
  history: {
    name: 'history of the monitor',
    again: 'can be written again',
    advice: 'Check the folder of the history and its disk',
  },
  overdue: {
    name: 'schedule of the monitor',
    again: 'all checks are made again',
    advice:
      'Check the load of the machine that runs the monitor; fewer or less frequent checks, or a higher `concurrency`, may help',
  },
  agents: {
    name: 'agents of the hub',
    again: 'most of them report again',
    advice: 'Check the network of this hub, and whether its port can be reached from elsewhere',
  },
}

const COVERAGE: Part = {
  name: 'coverage of locations',
  again: 'enough of them see these checks again',
  advice:
    'Check the agents that do not see: `check-tcp monitor location list` on the hub says which report',
}

const LOOK_INTO_THE_LOG = 'Check the log of the monitor, and test the part that is named'

/** Monitor incidents that are about a channel. */
const CHANNEL = 'channel:'

const WHOLE_LOCATION: Part = {
  name: 'location',
  again: 'back online',
  advice: "Check this location's own network and name service before any target",
}

/** What a notice is about, where that is no check: its name, and what it does when all is well; at most `most` characters. */
export function partOf({ incident, location }: Notice, most: number): Part | undefined {
  const { subject, subjectId } = incident
  switch (subject) {
    case 'check':
      return undefined
    case 'location': {
      const start = `${location}:`
      const part = subjectId.startsWith(start)
        ? OF_LOCATION[subjectId.slice(start.length)]
        : undefined
      const known = part ?? WHOLE_LOCATION
      return { ...known, name: `${known.name} ${shown(part ? location : subjectId, most)}` }
    }
    case 'monitor': {
      const channel = channelIn(subjectId)
      if (channel !== undefined) {
        return {
          name: `channel ${shown(channel, most)}`,
          again: 'delivers again',
          advice: `Check its receiver, then try it: check-tcp monitor test-alert ${shown(channel, 200)}`,
        }
      }
      if (isCoverage(incident)) return COVERAGE
      return (
        OF_MONITOR[subjectId] ?? {
          name: `monitor ${shown(subjectId, most)}`,
          again: 'over',
          advice: LOOK_INTO_THE_LOG,
        }
      )
    }
    default:
      return subject satisfies never
  }
}

/** The name of the channel that a notice is about, if it is about one. */
export function channelOf({ incident: { subject, subjectId } }: Notice): string | undefined {
  const channel = subject === 'monitor' ? channelIn(subjectId) : undefined
  return channel === undefined ? undefined : shown(channel, 200)
}

function channelIn(subjectId: string): string | undefined {
  return subjectId.startsWith(CHANNEL) ? subjectId.slice(CHANNEL.length) : undefined
}
