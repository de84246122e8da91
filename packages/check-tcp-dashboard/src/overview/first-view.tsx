import { countShown, type Shown } from '../model/list.js'
import type { Counts } from '../model/order.js'
import { worstFirst } from '../model/order.js'
import type { Row } from '../model/row.js'
import { useReader } from '../parts/reader.js'
import { FIRST_VIEW } from '../texts/first-view.js'
import type { Language } from '../texts/words.js'
import { CheckRow } from './check-row.js'
import { Filters } from './filters.js'
import { ListHead } from './list-head.js'
import { OverviewHead } from './overview-head.js'
import { readWish } from './wish.js'

interface FirstViewProps {
  readonly head: { isolated: boolean; problems: readonly string[]; location: string }
  /** The worst of them. */
  readonly rows: readonly Row[]
  /** Of all. */
  readonly counts: Counts
  readonly language: Language
}

/** The overview as the server sends it: to be read before any script has run, and without. */
export function FirstView({ head, rows, counts, language }: FirstViewProps) {
  const { words, place } = useReader()
  const { t } = words
  const texts = FIRST_VIEW[language]
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const shown: Record<Shown, number> = { ...countShown(rows), ...counts }
  const sorted = [...rows].sort(worstFirst)
  return (
    <>
      <OverviewHead counts={counts} total={total} {...head} />
      <div class="tools">
        <Filters wish={readWish(place.value)} counts={shown} total={total} />
      </div>
      <noscript>
        <p class="notice is-degraded">{texts.script}</p>
      </noscript>
      <div class="list" role="table" aria-label={t.overview.list} aria-rowcount={total + 1}>
        <ListHead />
        <div role="rowgroup">
          {sorted.map((row, at) => (
            <CheckRow key={row.id} row={row} place={at + 1} />
          ))}
        </div>
      </div>
      {total > rows.length && <p class="empty">{texts.more(total - rows.length)}</p>}
    </>
  )
}
