import { readFile } from 'node:fs/promises'
import { escapeControl } from 'check-tcp/words'
import { type Evidence, type ProposedValue, propose } from '../baseline/propose.js'
import { withProposals } from '../baseline/with-proposals.js'
import { loadMonitorConfig } from '../config/load-config.js'
import type { MonitoredCheck } from '../core/config/check.js'
import { type Histogram, merge } from '../core/response-time/histogram.js'
import { stateKeyText } from '../core/store/state-key.js'
import { openHistoryReadOnly } from '../history/open-history.js'
import type { ReadOnlyStore } from '../history/sqlite/reader/read-only-store.js'
import { checkKey, readTargetSince } from '../monitor/judge/stored-check.js'
import { EXIT, type Terminal, UsageError } from './terminal.js'

const DAY_MS = 86_400_000
const MAX_DAYS = 3_650

/** `check-tcp monitor suggest`: prints a copy of the config's main file with what the history suggests. */
export async function suggest(
  flags: { readonly config: string; readonly days: string },
  terminal: Terminal,
): Promise<number> {
  const days = Number(flags.days)
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) {
    throw new UsageError(`--days must be an integer from 1 to ${MAX_DAYS}, got ${flags.days}`)
  }
  const config = await loadMonitorConfig(flags.config, { environment: terminal.env })
  const store = await openHistoryReadOnly(config)
  try {
    const proposals = new Map<string, readonly ProposedValue[]>()
    const { states } = await store.queries.remembered()
    const since = new Map(states.map((each) => [stateKeyText(each), readTargetSince(each.state)]))
    const { location } = config
    for (const check of config.checks) {
      const { id } = check
      const values = propose(
        await evidenceOf(
          store,
          { check, location, days },
          since.get(stateKeyText(checkKey(id, location))),
        ),
      )
      const wanted = values?.filter((each) => isWanted(each, check))
      if (wanted) proposals.set(id, wanted)
      else terminal.err(`check-tcp: ${escapeControl(id)}: too little history for a proposal\n`)
    }
    const { text, missing } = withProposals(await readFile(flags.config, 'utf8'), proposals)
    for (const id of missing)
      terminal.err(`check-tcp: ${escapeControl(id)} is in an included file\n`)
    await terminal.out(text)
    return EXIT.ok
  } finally {
    await store.close()
    await config.close()
  }
}

/** Where `expect` has a limit, its author knows better. */
function isWanted({ key }: ProposedValue, { expectedResponseMs }: MonitoredCheck): boolean {
  return key !== 'expected_response_time' || expectedResponseMs === undefined
}

async function evidenceOf(
  store: ReadOnlyStore,
  wanted: { readonly check: MonitoredCheck; readonly location: string; readonly days: number },
  targetSince = 0,
): Promise<Evidence> {
  const { check, location, days } = wanted
  const { id, parameters } = check
  const series = { checkId: id, location }
  const until = Date.now()
  const histogram: Histogram = new Map()
  const window = { from: Math.max(until - days * DAY_MS, targetSince), until }
  for (const rollup of await store.queries.rollups(series, 'hour', window))
    merge(histogram, rollup.histogram)
  const { lost, uptime } = await store.queries.summary(series, window)
  const own = parameters.expected_response_time
  return {
    histogram,
    lostSyns: lost,
    uptime,
    timeout: parameters.timeout,
    expectedResponseTime: typeof own === 'number' ? own : undefined,
  }
}
