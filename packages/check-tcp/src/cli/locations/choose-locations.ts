import { quote } from '../../core/text/show-value.js'
import type { HubApi } from '../commands/monitor-cli.js'
import { UsageError } from '../exit/usage-error.js'
import { WorkUnderWay } from '../terminal/work-under-way.js'
import { HERE, type Order } from './order.js'

const TAG = 'tag:'

/** Seconds that a hub may take to say which locations it has. */
const HUB_LIMIT = 15

/** A location that is asked, or why it cannot be. */
export interface AskedLocation {
  readonly location: string
  readonly because?: string
}

/** @throws {UsageError} for a tag that no location has, with those that there are */
function refuseUnknownTag(
  name: string,
  known: readonly { readonly tags: readonly string[] }[],
): void {
  if (!name.startsWith(TAG)) return
  const tags = [...new Set(known.flatMap((each) => each.tags))]
  const tag = name.slice(TAG.length)
  if (tags.includes(tag)) return
  const all = tags.length > 0 ? `its tags are ${tags.join(', ')}` : 'its locations have no tags'
  throw new UsageError(`--from: no location of the hub has the tag ${quote(tag)} (${all})`)
}

/** @throws {UsageError} for a location that the hub does not have */
export async function chooseLocations(
  names: readonly string[],
  api: HubApi | undefined,
  { terminal, during }: Order,
): Promise<readonly AskedLocation[]> {
  if (!api) return [{ location: HERE }]
  const work = new WorkUnderWay('waiting for', 'the hub', HUB_LIMIT)
  const known = await during(work, api.locations(terminal.interrupted))
  if ('problem' in known) {
    if (terminal.interrupted.aborted) return []
    throw new UsageError(known.problem)
  }
  const found = names.flatMap((name): readonly AskedLocation[] => {
    if (name === HERE) return [{ location: HERE }]
    refuseUnknownTag(name, known)
    const meant = known.filter(
      ({ location, tags }) =>
        name === 'all' || name === location || tags.some((tag) => name === `tag:${tag}`),
    )
    if (meant.length === 0) {
      const all = known.map(({ location }) => location).join(', ')
      throw new UsageError(
        `--from: the hub has no location ${quote(name)} (it has ${all}, and here)`,
      )
    }
    return meant.map(({ location, state }) => ({
      location,
      ...(state === 'joined' ? {} : { because: OF_STATE[state] }),
    }))
  })
  return [...new Map(found.map((each) => [each.location, each])).values()]
}

const OF_STATE = {
  no_agent: 'no agent has joined from there',
  revoked: 'its agent was revoked',
} as const
