import { longestCheck } from '../../core/parameters/longest-check.js'
import type { LocationRow } from '../../report/human/location-table.js'
import { EXIT } from '../exit/exit-codes.js'
import { UsageError } from '../exit/usage-error.js'
import { flagParameters, targetParameters } from '../flags/check-flags.js'
import { type AskedLocation, chooseLocations } from '../locations/choose-locations.js'
import { compareRows } from '../locations/compare-rows.js'
import { openHub } from '../locations/open-hub.js'
import { type FromFlags, HERE, type Order, shown } from '../locations/order.js'
import { printRows } from '../locations/print-rows.js'
import { openChecker } from '../open-checker.js'
import { readTarget } from '../targets/read-targets.js'
import { LiveLines } from '../terminal/live-lines.js'
import type { Terminal } from '../terminal/terminal.js'
import { WorkUnderWay } from '../terminal/work-under-way.js'
import type { HubApi } from './monitor-cli.js'

/** `check-tcp HOST:PORT --from LIST`: has locations of a fleet check the target once, and compares what they see. */
export async function checkFromLocations(
  words: readonly string[],
  flags: FromFlags,
  terminal: Terminal,
): Promise<number> {
  const target = readTarget(words, '--from')
  const parameters = targetParameters(target, flags)
  const names = [...new Set(flags.from.split(',').map((name) => name.trim()))].filter(Boolean)
  if (names.length === 0) throw new UsageError('--from needs the name of a location')
  const works = new Set<WorkUnderWay>()
  const lines = new LiveLines(terminal, () =>
    [...works].map((work) => work.line(terminal.columns - 1)),
  )
  /** Shown to whoever waits, until it is done. */
  const during = async <T>(work: WorkUnderWay, done: Promise<T>): Promise<T> => {
    works.add(work)
    return await done.finally(() => works.delete(work))
  }
  try {
    const order = { target, parameters, flags, terminal, during }
    const api = names.some((name) => name !== HERE) ? await openHub(order) : undefined
    const asked = await chooseLocations(names, api, order)
    const rows = await checkFromAll(asked, api, order)
    const compared = await compareRows(rows, api, order)
    lines.stop()
    if (terminal.interrupted.aborted) return EXIT.interrupted
    return await printRows(rows, compared, order)
  } finally {
    lines.stop()
  }
}

/** All at once, in their order. @throws {UsageError} where the hub cannot be asked at all */
async function checkFromAll(
  asked: readonly AskedLocation[],
  api: HubApi | undefined,
  order: Order,
): Promise<readonly LocationRow[]> {
  const { target, parameters, flags, terminal, during } = order
  const { interrupted: signal } = terminal
  const limit = longestCheck(parameters)
  const isHere = asked.some(({ location }) => location === HERE)
  await using checker = isHere ? await openChecker(flags, terminal) : undefined
  const body = { ...target, ...flagParameters(flags) }
  const told = async (location: string) => {
    if (location === HERE && checker) return { result: await checker.check(parameters, { signal }) }
    const answer = await api?.check(location, body, { longestMs: limit * 1_000, signal })
    if (!answer || 'problem' in answer) {
      if (signal.aborted) return { because: 'interrupted' }
      throw new UsageError(answer?.problem ?? 'there is no hub')
    }
    return answer
  }
  return Promise.all(
    asked.map(async ({ location, because }): Promise<LocationRow> => {
      if (because !== undefined) return { location, because }
      const work = new WorkUnderWay('waiting for', `${location}: ${shown(target)}`, limit)
      return { location, ...(await during(work, told(location))) }
    }),
  )
}
