import { readFile } from 'node:fs/promises'
import { longestCheck } from '../../core/parameters/longest-check.js'
import type { CheckParameters } from '../../core/parameters/parameters.js'
import { hostAndPort } from '../../core/target/host-and-port.js'
import type { Target } from '../../core/target/target.js'
import { quote } from '../../core/text/show-value.js'
import type { CheckResult } from '../../core/wire/result.js'
import { type LocationRow, locationTable } from '../../report/human/location-table.js'
import type { ReportEntry } from '../../report/reporter.js'
import { Tally } from '../../report/tally.js'
import { painter } from '../../report/text/colors.js'
import { EXIT } from '../exit/exit-codes.js'
import { UsageError } from '../exit/usage-error.js'
import { type CheckFlags, flagParameters, targetParameters } from '../flags/check-flags.js'
import { type CheckerFlags, openChecker } from '../open-checker.js'
import { readTarget } from '../targets/read-targets.js'
import { LiveLines } from '../terminal/live-lines.js'
import { ResultPrinter } from '../terminal/result-printer.js'
import { say } from '../terminal/say.js'
import { colorsOn, type Terminal } from '../terminal/terminal.js'
import { WorkUnderWay } from '../terminal/work-under-way.js'
import { type HubApi, loadMonitorCli } from './monitor-cli.js'

export interface FromFlags extends CheckFlags, CheckerFlags {
  /** Names of locations, separated by commas; `here` is this machine. */
  readonly from: string
  readonly hub?: string
  readonly hubTokenFile?: string
}

const HERE = 'here'

const TAG = 'tag:'

/** Seconds that a hub may take to say which locations it has. */
const HUB_LIMIT = 15

/** Flags of which a location of somebody else can do nothing: they name files of this machine, or have bytes sent. */
const LOCAL_PARAMETERS: Readonly<Record<string, string>> = {
  source_port: '--source-port',
  close: '--close',
  min_addresses: '--min-addresses',
  resolves_to: '--resolves-to',
  send: '--send',
  receive: '--receive',
  hold: '--hold',
  banner: '--banner',
}

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
    const api = names.some((name) => name !== HERE) ? await openApi(order) : undefined
    const asked = await resolveNames(names, api, order)
    const rows = await checkFromAll(asked, api, order)
    const compared = await compare(rows, api, order)
    lines.stop()
    if (terminal.interrupted.aborted) return EXIT.interrupted
    return await print(rows, compared, order)
  } finally {
    lines.stop()
  }
}

interface Order {
  readonly target: Target
  readonly parameters: CheckParameters
  readonly flags: FromFlags
  readonly terminal: Terminal
  readonly during: <T>(work: WorkUnderWay, done: Promise<T>) => Promise<T>
}

/** A location that is asked, or why it cannot be. */
interface AskedLocation {
  readonly location: string
  readonly because?: string
}

/** @throws {UsageError} where nobody says which hub, or by which token */
async function openApi({ flags, terminal }: Order): Promise<HubApi> {
  const { env } = terminal
  const url = flags.hub ?? env.CHECK_TCP_HUB
  if (!url) {
    throw new UsageError(
      '--from needs the hub: --hub URL, or CHECK_TCP_HUB, such as http://127.0.0.1:9116',
    )
  }
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) {
    throw new UsageError(`--hub must be an http or https URL, got ${quote(url)}`)
  }
  const unaskable = Object.keys(flagParameters(flags)).find((key) => LOCAL_PARAMETERS[key])
  if (unaskable !== undefined) {
    throw new UsageError(`${LOCAL_PARAMETERS[unaskable]} cannot be asked of other locations`)
  }
  const { openHubApi } = await loadMonitorCli()
  return openHubApi(url, await readToken(flags, terminal))
}

async function readToken({ hubTokenFile: file }: FromFlags, { env }: Terminal): Promise<string> {
  const text = file === undefined ? env.CHECK_TCP_HUB_TOKEN : await readTokenFile(file)
  const token = text?.trim()
  if (token) return token
  if (file !== undefined) throw new UsageError(`--hub-token-file: ${file} is empty`)
  throw new UsageError(
    'the hub needs the token of its HTTP API: --hub-token-file FILE, or CHECK_TCP_HUB_TOKEN',
  )
}

async function readTokenFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`--hub-token-file: ${(error as Error).message}`)
  }
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
async function resolveNames(
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

/** At most so many locations look at the way to the target: one would do mostly. */
const MAX_LOOKS = 3

/** Seconds that a look may take, with the way to the agent. */
const LOOK_LIMIT = 30

/** What follows from all rows together, line by line; for people alone. */
async function compare(
  rows: readonly LocationRow[],
  api: HubApi | undefined,
  { target, flags, terminal, during }: Order,
): Promise<readonly string[]> {
  const { output = 'human' } = flags
  if (output !== 'human' || terminal.interrupted.aborted) return []
  const { compareResults } = await loadMonitorCli()
  const compared = compareResults(rows)
  if (!compared) return []
  const body = { ...target, ...flagParameters(flags) }
  const looking = (compared.look ?? []).filter((each) => each !== HERE).slice(0, MAX_LOOKS)
  const looks = await Promise.all(
    looking.map(async (location) => {
      const work = new WorkUnderWay('looking from', `${location}: ${shown(target)}`, LOOK_LIMIT)
      const asked = api?.explain(location, body, terminal.interrupted)
      return { location, found: asked && (await during(work, asked)) }
    }),
  )
  const found = looks.flatMap(({ location, found: each }) =>
    each && 'sentence' in each ? [{ location, ...each }] : [],
  )
  const first = found.find(({ nextStep }) => nextStep !== undefined)
  return [
    compared.sentence,
    ...found.map(({ sentence }) => sentence),
    ...(first ? [`first step, at ${first.location}: ${first.nextStep}`] : []),
    ...(first || compared.advice === undefined ? [] : [`first step: ${compared.advice}`]),
  ]
}

async function print(
  rows: readonly LocationRow[],
  compared: readonly string[],
  order: Order,
): Promise<number> {
  const { flags, terminal, target } = order
  const { output = 'human', slow } = flags
  const entries = rows.map(entryOf)
  if (output !== 'human') {
    const options = { format: output, kind: 'tasks', total: rows.length, slow } as const
    const printer = await ResultPrinter.open(terminal, options)
    for (const [place, entry] of entries.entries()) printer.add(entry, place)
    return await printer.end()
  }
  const tally = new Tally()
  for (const [at, entry] of entries.entries()) {
    const row = rows[at]
    const isTooSlow = slow === 'fail' && row && 'result' in row && row.result.details.slow
    tally.add(isTooSlow ? { ...entry, succeeded: false } : entry)
  }
  const text = [
    shown(target),
    ...locationTable(rows, painter(colorsOn(terminal))),
    ...(compared.length > 0 ? ['', ...compared] : []),
  ]
  await say(`${text.join('\n')}\n`, terminal)
  return tally.exitCode
}

/** As a task is reported that is called by the location. */
function entryOf(row: LocationRow): ReportEntry {
  const common = { name: row.location, plugin: 'check_tcp_connection' }
  if ('result' in row) return { ...common, result: row.result satisfies CheckResult }
  return { ...common, result: { status: 'error', error: row.because } }
}

function shown({ host, port }: Target): string {
  return hostAndPort(host, port)
}
