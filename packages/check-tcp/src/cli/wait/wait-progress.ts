import { hostAndPort } from '../../core/target/host-and-port.js'
import { escapeControl } from '../../core/text/escape-control.js'
import type { CheckResult } from '../../core/wire/result.js'
import { cutToWidth, textWidth } from '../../report/text/text-width.js'
import type { AwaitedState } from '../../wait/awaited-state.js'
import type { TargetWait } from '../../wait/target-wait.js'
import type { WaitMode } from '../../wait/wait-for-targets.js'

/** What a person who waits is shown. */
interface Progress {
  readonly waits: readonly TargetWait[]
  readonly until: AwaitedState
  readonly mode: WaitMode
  readonly leftSeconds: number
  readonly columns: number
  /** The address that is asked now, where one target is waited for. */
  readonly asked: string | undefined
}

/** So many targets are shown one by one below the line that counts them. */
const MAX_SHOWN = 5

/** One line for one target; for several, how many have come to it, and what some of them say. */
export function waitLines(progress: Progress): readonly string[] {
  const { waits, until, mode } = progress
  const [one, ...more] = waits
  if (!one) return []
  if (more.length === 0) return [lineOfOne(one, progress)]
  const missing = waits.filter(({ isReached }) => !isReached)
  const reached = waits.length - missing.length
  const what = mode === 'any' ? `any of ${waits.length} targets` : `all ${waits.length} targets`
  const soFar = reached === 0 ? 'none' : `${reached} of ${waits.length}`
  const shown = missing.slice(0, MAX_SHOWN).map((wait) => `  ${nameOf(wait)}${stateOf(wait)}`)
  const rest = missing.length - shown.length
  return [
    `waiting for ${what} to be ${until}: ${soFar} so far, ${secondsLeft(progress)}`,
    ...shown,
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ]
}

function lineOfOne(wait: TargetWait, progress: Progress): string {
  const { until, columns, asked } = progress
  const { address } = wait.last?.details ?? {}
  const at = asked ?? (address === wait.parameters.host ? undefined : address)
  const name = `${nameOf(wait)}${at === undefined ? '' : ` (${escapeControl(at)})`}`
  const state = wait.last ? `${resultInWords(wait.last)}, ` : ''
  const end = ` to be ${until}: ${state}${secondsLeft(progress)}`
  const room = Math.max(20, columns - 1 - textWidth(`waiting for ${end}`))
  return `waiting for ${cutToWidth(name, room)}${end}`
}

function secondsLeft({ leftSeconds }: Progress): string {
  return `${Math.max(0, Math.ceil(leftSeconds))} s left`
}

function nameOf({ parameters: { host, port } }: TargetWait): string {
  return escapeControl(hostAndPort(host, port))
}

function stateOf({ last }: TargetWait): string {
  return last ? `: ${resultInWords(last)}` : ''
}

/** What a result says of its port, in a few words. */
export function resultInWords(result: CheckResult): string {
  return result.status === 'success' ? 'connected' : escapeControl(result.error)
}
