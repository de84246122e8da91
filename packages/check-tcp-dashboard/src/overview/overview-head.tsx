import type { Counts } from '../model/order.js'
import { Marked } from '../parts/marked.js'
import { useWords } from '../parts/reader.js'

interface OverviewHeadProps {
  readonly counts: Counts
  /** How many locations see, of how many; absent: it is not known. */
  readonly seeing?: { readonly see: number; readonly all: number }
  readonly total: number
  readonly isolated: boolean
  readonly location: string
  readonly problems: readonly string[]
}

/** How everything is, in a sentence. */
export function OverviewHead({
  counts,
  total,
  isolated,
  location,
  problems,
  seeing,
}: OverviewHeadProps) {
  const { t } = useWords()
  const worst = isolated
    ? 'unknown'
    : (['down', 'degraded', 'unknown', 'pending'] as const).find((each) => counts[each] > 0)
  return (
    <div class={`headline is-${worst ?? 'up'}`}>
      <h1>{t.overview.sentence(counts, total)}</h1>
      {seeing && seeing.all > 0 && <p class="muted">{t.overview.seen(seeing.see, seeing.all)}</p>}
      {isolated && <p class="notice is-unknown">{t.overview.isolated(location)}</p>}
      {problems.map((problem) => (
        <p key={problem} class="notice is-degraded">
          <Marked text={problem} />
        </p>
      ))}
    </div>
  )
}
