import { SHOWN, type Shown, type Wish } from '../model/list.js'
import { Icon } from '../parts/icon.js'
import { useWords } from '../parts/reader.js'
import { wishUrl } from './wish.js'

interface FiltersProps {
  readonly wish: Wish
  readonly counts: Readonly<Record<Shown, number>>
  readonly total: number
}

/** The counts, each of which shows what it counts. Links, so that they can be opened beside the page, and sent. */
export function Filters({ wish, counts, total }: FiltersProps) {
  const { t, number } = useWords()
  const shown = SHOWN.filter((each) => counts[each] > 0 || each === 'down' || each === wish.show)
  return (
    <nav class="filters" aria-label={t.overview.filters}>
      <a
        class="chip"
        href={wishUrl({ show: undefined }, wish)}
        data-page
        aria-current={wish.show === undefined ? 'true' : undefined}
      >
        {t.overview.all} <b>{number(total)}</b>
      </a>
      {shown.map((each) => (
        <a
          key={each}
          class={`chip is-${each}`}
          href={wishUrl({ show: each === wish.show ? undefined : each }, wish)}
          data-page
          aria-current={each === wish.show ? 'true' : undefined}
        >
          <Icon name={each} /> {t.overview.shown[each]} <b>{number(counts[each])}</b>
        </a>
      ))}
    </nav>
  )
}
