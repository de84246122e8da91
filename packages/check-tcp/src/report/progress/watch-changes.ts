import type { CheckResult } from '../../core/wire/result.js'
import { headline } from '../human/human-check.js'
import type { Paint } from '../text/colors.js'
import { formatDuration } from '../text/duration.js'
import { textWidth } from '../text/text-width.js'

interface State {
  readonly key: string
  /** In words, such as `Connection timeout`. */
  readonly text: string
  readonly sinceMs: number
}

/** Tells the changes among checks that may finish in another order than they began. */
export class WatchChanges {
  readonly #paint: Paint
  readonly #columns: number
  #newest = -1
  #state: State | undefined

  /** @param columns what a line of a success may take */
  constructor(paint: Paint, columns: number) {
    this.#paint = paint
    this.#columns = columns
  }

  /**
   * The line of a change; `undefined` where nothing changed, or where a check that began later has spoken already.
   *
   * @param index the number of the check in the order in which they began
   * @param beganMs when it began, wall time in milliseconds since 1970
   */
  see(index: number, beganMs: number, result: CheckResult): string | undefined {
    if (index < this.#newest) return undefined
    this.#newest = index
    const before = this.#state
    const text = result.status === 'success' ? 'connected' : result.error
    const key = result.status === 'success' ? 'success' : result.details.failure
    if (before?.key === key) return undefined
    this.#state = { key, text, sinceMs: beganMs }
    const mark = result.status === 'success' ? this.#paint('green', '✔') : this.#paint('red', '✘')
    const after = before ? `, after ${lasting(before, beganMs)}` : ''
    const room = this.#columns - textWidth(`00:00:00 ✔ ${after}`)
    return `${clockTime(beganMs)} ${mark} ${headline(result, room)}${after}`
  }
}

function lasting({ text, sinceMs }: State, untilMs: number): string {
  const duration = formatDuration(Math.max(0, untilMs - sinceMs) / 1_000)
  return text === 'connected' ? `${duration} connected` : `${duration} of ${text}`
}

/** Local time, as the person's own clock shows it: `14:05:09`. */
function clockTime(wallMs: number): string {
  const date = new Date(wallMs)
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}
