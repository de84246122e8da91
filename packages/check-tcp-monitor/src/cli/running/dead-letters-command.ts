import { escapeControl, jsonText } from 'check-tcp/words'
import {
  chooseDeadLetters,
  MAX_DEAD_LETTERS,
  type Resent,
  resendDeadLetters,
} from '../../alert/outbox/resend-dead-letters.js'
import { summary } from '../../alert/wording/summary.js'
import { dateAndTime } from '../../alert/wording/times.js'
import { type LoadedConfig, loadMonitorConfig } from '../../config/load-config.js'
import type { OutboxEntry } from '../../core/alert/outbox.js'
import type { Store } from '../../core/store/store.js'
import { StoreError } from '../../core/store/store-error.js'
import { openHistory } from '../../history/open-history.js'
import { deadLetterWire } from '../../http/wire/dead-letter-wire.js'
import { withHistory } from '../history/open-history.js'
import { EXIT, type Terminal, UsageError } from '../terminal.js'
import { askMonitor } from './ask-monitor.js'

export interface DeadLetterFlags {
  readonly config: string
  readonly channel?: string
}

/** `check-tcp monitor dead-letters list`: what its channel did not take, while a monitor may run. */
export async function listDeadLetters(
  { config, channel, output }: DeadLetterFlags & { readonly output: 'human' | 'json' },
  terminal: Terminal,
): Promise<number> {
  const letters = await withHistory(config, terminal, (store) =>
    store.outbox.deadLetters(MAX_DEAD_LETTERS),
  )
  const chosen = chooseDeadLetters(letters, { channel })
  if (output === 'json') {
    await terminal.out(`${jsonText({ dead_letters: chosen.map(deadLetterWire) }, 2)}\n`)
  } else if (chosen.length === 0) await terminal.out('There are no dead letters.\n')
  else await terminal.out(chosen.map(inWords).join(''))
  return EXIT.ok
}

/** `check-tcp monitor dead-letters resend`: by the monitor that runs, or for the one that is started next. */
export async function resendFromCommand(
  given: readonly string[],
  { config: file, channel, all = false }: DeadLetterFlags & { readonly all?: boolean },
  terminal: Terminal,
): Promise<number> {
  if (
    all ? given.length > 0 || channel !== undefined : given.length === 0 && channel === undefined
  ) {
    throw new UsageError('give the ids of dead letters, or a --channel, or --all')
  }
  const ids = given.map(readId)
  const config = await loadMonitorConfig(file, { environment: terminal.env })
  try {
    const { resent, skipped, running } = await resend(config, {
      ...(given.length > 0 ? { ids } : {}),
      ...(channel === undefined ? {} : { channel }),
    })
    const when = running ? 'now' : 'when the monitor is started'
    await terminal.out(`${resent} of ${resent + skipped} sent again ${when}\n`)
    if (skipped > 0) {
      terminal.err(`check-tcp: the channels of ${skipped} were removed from the config\n`)
    }
    return skipped > 0 ? EXIT.failed : EXIT.ok
  } finally {
    await config.close()
  }
}

interface Wanted {
  readonly ids?: readonly string[]
  readonly channel?: string
}

async function resend(
  config: LoadedConfig,
  { ids, channel }: Wanted,
): Promise<Omit<Resent, 'unknown'> & { readonly running: boolean }> {
  let store: Store
  try {
    store = await openHistory(config)
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'STORE_LOCKED') throw error
    const body = ids || channel !== undefined ? { ids, channel } : { all: true }
    const answer = await askMonitor(config, '/api/v1/dead-letters/resend', { body })
    return { ...(answer as Omit<Resent, 'unknown'>), running: true }
  }
  try {
    const channels = new Set(config.alerting.channels.map(({ name }) => name))
    const query = { ids: ids?.map(Number), channel }
    const done = await resendDeadLetters(query, { store, channels, now: Date.now() })
    const { unknown } = done
    if (unknown.length > 0) throw new UsageError(`there is no dead letter ${unknown.join(', ')}`)
    return { ...done, running: false }
  } finally {
    await store.close()
  }
}

function readId(text: string): string {
  if (/^\d{1,15}$/.test(text)) return String(Number(text))
  throw new UsageError(`the id of a dead letter is a number, got ${JSON.stringify(text)}`)
}

/** `12  2026-01-05 12:03:15 UTC  chat: the receiver answered 404`, and the notice under it. */
function inWords({ seq, channel, deadAt, lastError, notice }: OutboxEntry): string {
  const when = dateAndTime(deadAt ?? notice.at)
  const why = lastError === undefined ? '' : `: ${lastError}`
  return `${seq}  ${when}  ${escapeControl(`${channel}${why}`)}\n    ${summary(notice)}\n`
}
