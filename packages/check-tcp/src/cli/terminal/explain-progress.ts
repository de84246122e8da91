import { systemClock } from '../../core/clock.js'
import { escapeControl } from '../../core/text/escape-control.js'
import type { ProbeDone, ProbeName } from '../../explain/evidence.js'
import { PROBE_NAMES, PROBES } from '../../explain/probes.js'
import { PROBE_WORDS } from '../../report/human/explanation/probe-words.js'
import { renderWaiting } from '../../report/progress/waiting-line.js'
import { padToWidth } from '../../report/text/text-width.js'
import type { UnderWay } from './under-way.js'

const NAME_COLUMNS = Math.max(...Object.values(PROBE_WORDS).map((words) => words.length))

/** What `explain` is at, for somebody who waits: first the check, then each probe as it answers. */
export class ExplainProgress {
  readonly #underWay: UnderWay
  readonly #target: string
  readonly #limitSeconds: number
  readonly #startMs = systemClock.monotonicMs()
  readonly #done = new Map<ProbeName, string | undefined>()
  #facts: readonly string[] = []

  /**
   * @param underWay sees the check, which is the first to end there
   * @param limitSeconds how long the whole may take
   */
  constructor(underWay: UnderWay, target: string, limitSeconds: number) {
    this.#underWay = underWay
    this.#target = target
    this.#limitSeconds = limitSeconds
  }

  onProbe({ probe, because }: ProbeDone): void {
    this.#done.set(probe, because)
  }

  lines(columns: number): readonly string[] {
    const { finished, oldest } = this.#underWay
    if (finished.total === 0) {
      if (!oldest) return []
      this.#facts = oldest.facts
      return [this.#head('waiting for', columns)]
    }
    const done = [...this.#done].map(([probe, because]) =>
      because === undefined
        ? probeLine('✔', probe, PROBES[probe].asks)
        : probeLine('-', probe, `not asked: ${because}`),
    )
    const waiting = PROBE_NAMES.filter((name) => !this.#done.has(name))
    return [
      this.#head('looking around', columns),
      ...done,
      ...waiting.map((probe) => probeLine('…', probe, PROBES[probe].asks)),
    ]
  }

  /** One countdown for the whole. */
  #head(verb: string, columns: number): string {
    const elapsedSeconds = (systemClock.monotonicMs() - this.#startMs) / 1_000
    const limitSeconds = this.#limitSeconds
    const about = { verb, what: this.#target, facts: this.#facts }
    return renderWaiting({ ...about, elapsedSeconds, limitSeconds }, columns)
  }
}

function probeLine(mark: string, probe: ProbeName, text: string): string {
  return `  ${mark} ${padToWidth(PROBE_WORDS[probe], NAME_COLUMNS)}  ${escapeControl(text)}`
}
