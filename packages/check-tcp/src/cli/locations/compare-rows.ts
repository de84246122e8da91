import type { LocationRow } from '../../report/human/location-table.js'
import { type HubApi, loadMonitorCli } from '../commands/monitor-cli.js'
import { flagParameters } from '../flags/check-flags.js'
import { WorkUnderWay } from '../terminal/work-under-way.js'
import { HERE, type Order, shown } from './order.js'

/** What follows from all rows together. */
export interface Comparison {
  readonly sentence: string
  /** What was found by looking at the way to the target, from locations that hear nothing of it. */
  readonly looks: readonly { readonly location: string; readonly sentence: string }[]
  /** What to do first, and where, if that matters. */
  readonly first_step?: { readonly location?: string; readonly text: string }
}

/** At most so many locations look at the way to the target: one would do mostly. */
const MAX_LOOKS = 3

/** Seconds that a look may take, with the way to the agent. */
const LOOK_LIMIT = 30

/** The formats that have a place for it. */
const FORMATS: ReadonlySet<string> = new Set(['human', 'json'])

/** @returns undefined where there is nothing to compare, or nobody to read it */
export async function compareRows(
  rows: readonly LocationRow[],
  api: HubApi | undefined,
  order: Order,
): Promise<Comparison | undefined> {
  const { flags, terminal } = order
  if (!FORMATS.has(flags.output ?? 'human') || terminal.interrupted.aborted) return undefined
  const { compareResults } = await loadMonitorCli()
  const compared = compareResults(rows)
  if (!compared) return undefined
  const { sentence, advice, look = [] } = compared
  const found = await lookFrom(look, api, order)
  const first = found.find(({ nextStep }) => nextStep !== undefined)
  return {
    sentence,
    looks: found.map(({ location, sentence: each }) => ({ location, sentence: each })),
    ...(first?.nextStep
      ? { first_step: { location: first.location, text: first.nextStep } }
      : advice && { first_step: { text: advice } }),
  }
}

async function lookFrom(
  locations: readonly string[],
  api: HubApi | undefined,
  { target, flags, terminal, during }: Order,
) {
  const body = { ...target, ...flagParameters(flags) }
  const looking = locations.filter((each) => each !== HERE).slice(0, MAX_LOOKS)
  const looks = await Promise.all(
    looking.map(async (location) => {
      const work = new WorkUnderWay('looking from', `${location}: ${shown(target)}`, LOOK_LIMIT)
      const asked = api?.explain(location, body, terminal.interrupted)
      return { location, found: asked && (await during(work, asked)) }
    }),
  )
  return looks.flatMap(({ location, found }) =>
    found && 'sentence' in found ? [{ location, ...found }] : [],
  )
}
