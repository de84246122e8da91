import { escapeControl } from '../../core/text/escape-control.js'
import { formatDuration } from '../text/duration.js'
import { cutToWidth, textWidth } from '../text/text-width.js'

/** What somebody waits for, and for how long. */
interface WaitingLine {
  /** What is done, such as `waiting for`. */
  readonly verb: string
  /** `example.com:80`, with the task's name before it where there is one. */
  readonly what: string
  /** What is known of it by now: the address, which attempt it is. */
  readonly facts: readonly string[]
  readonly elapsedSeconds: number
  /** How long it may take; absent where nobody knows. */
  readonly limitSeconds?: number
}

/** `waiting for example.com:80 (192.0.2.7), 3 s of up to 10 s`; where columns are short, what is waited for is cut. */
export function renderWaiting(waiting: WaitingLine, columns: number): string {
  const { verb, what, facts, elapsedSeconds, limitSeconds } = waiting
  const limit = limitSeconds === undefined ? '' : ` of up to ${wholeOrShort(limitSeconds)}`
  const end = `, ${wholeOrShort(Math.floor(elapsedSeconds))}${limit}`
  const known = facts.length === 0 ? '' : ` (${escapeControl(facts.join(', '))})`
  const room = columns - textWidth(verb) - 1 - textWidth(end)
  const shown = cutToWidth(escapeControl(what), Math.max(room - textWidth(known), 20))
  return `${verb} ${cutToWidth(`${shown}${known}`, Math.max(room, 1))}${end}`
}

/** `10 s` and `2.5 s`, where `10.0 s` would claim to be measured. */
function wholeOrShort(seconds: number): string {
  return seconds < 60 ? `${Number(seconds.toFixed(1))} s` : formatDuration(seconds)
}
