import type { Notice } from '../../core/notice.js'
import { shown } from './shown.js'

/** A part of a location or of the monitor that an incident is about, for people. */
interface Part {
  readonly name: string
  /** What it does when the incident is over. */
  readonly again: string
}

/** By what stands behind the location's name in `subjectId`. */
const OF_LOCATION: Readonly<Record<string, Part>> = {
  dns: { name: 'name service of', again: 'answers again' },
  local: { name: 'machine of', again: 'can make checks again' },
  policy: { name: 'policy of', again: 'denies no checks any more' },
}

/** By `subjectId`. */
const OF_MONITOR: Readonly<Record<string, Part>> = {
  history: { name: 'history of the monitor', again: 'can be written again' },
  overdue: { name: 'schedule of the monitor', again: 'all checks are made again' },
}

/** Monitor incidents that are about a channel. */
const CHANNEL = 'channel:'

const WHOLE_LOCATION: Part = { name: 'location', again: 'sees again' }

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
      const { name, again } = part ?? WHOLE_LOCATION
      return { name: `${name} ${shown(part ? location : subjectId, most)}`, again }
    }
    case 'monitor': {
      const channel = channelIn(subjectId)
      if (channel !== undefined) {
        return { name: `channel ${shown(channel, most)}`, again: 'delivers again' }
      }
      return OF_MONITOR[subjectId] ?? { name: `monitor ${shown(subjectId, most)}`, again: 'over' }
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
