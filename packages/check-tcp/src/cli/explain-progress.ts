import { escapeControl } from '../core/escape-control.js'
import type { ProbeName } from '../explain/evidence.js'
import type { ProbeDone } from '../explain/probe.js'
import { PROBE_NAMES, PROBES } from '../explain/probes.js'
import { padToWidth } from '../report/text-width.js'
import type { UnderWay } from './under-way.js'
import { WorkUnderWay } from './work-under-way.js'

const NAME_COLUMNS = Math.max(...PROBE_NAMES.map((name) => name.length))

/** What `explain` is at, for somebody who waits: first the check, then each probe as it answers. */
export class ExplainProgress {
  readonly #underWay: UnderWay
  readonly #target: string
  readonly #deadlineSeconds: number
  readonly #done = new Map<ProbeName, string | undefined>()
  #facts: readonly string[] = []
  #probing: WorkUnderWay | undefined

  /** @param underWay sees the check, which is the first to end there */
  constructor(underWay: UnderWay, target: string, deadlineSeconds: number) {
    this.#underWay = underWay
    this.#target = target
    this.#deadlineSeconds = deadlineSeconds
  }

  onProbe({ probe, because }: ProbeDone): void {
    this.#done.set(probe, because)
  }

  lines(columns: number): readonly string[] {
    const { finished, oldest } = this.#underWay
    if (finished.total === 0) {
      this.#facts = oldest?.facts ?? []
      return this.#underWay.lines(columns)
    }
    const name = [this.#target, ...this.#facts.map((fact) => `(${fact})`)].join(' ')
    this.#probing ??= new WorkUnderWay('looking around', name, this.#deadlineSeconds)
    const done = [...this.#done].map(([probe, because]) =>
      because === undefined
        ? probeLine('✔', probe, PROBES[probe].asks)
        : probeLine('-', probe, `not asked: ${because}`),
    )
    const waiting = PROBE_NAMES.filter((name) => !this.#done.has(name))
    return [
      this.#probing.line(columns),
      ...done,
      ...waiting.map((probe) => probeLine('…', probe, PROBES[probe].asks)),
    ]
  }
}

function probeLine(mark: string, probe: ProbeName, text: string): string {
  const words = probe.replaceAll('_', ' ')
  return `  ${mark} ${padToWidth(words, NAME_COLUMNS)}  ${escapeControl(text)}`
}
