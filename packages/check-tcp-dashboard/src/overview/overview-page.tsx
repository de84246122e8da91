import { useMemo, useRef, useState } from 'preact/hooks'
import { Acknowledge, Silence } from '../acts/dialogs.js'
import { useDesk } from '../api/desk.js'
import { countShown, type Item, listOf } from '../model/list.js'
import { countSeeing } from '../model/locations.js'
import { countVerdicts } from '../model/order.js'
import type { Row } from '../model/row.js'
import { Lazy } from '../parts/lazy.js'
import { useReader } from '../parts/reader.js'
import { CheckRow } from './check-row.js'
import { Filters } from './filters.js'
import { GroupRow } from './group-row.js'
import { ListHead } from './list-head.js'
import { OverviewHead } from './overview-head.js'
import { SearchBar } from './search-bar.js'
import { useListKeys } from './use-list-keys.js'
import { VirtualList } from './virtual-list.js'
import { readWish, wishUrl } from './wish.js'

type Asked = { readonly act: 'acknowledge' | 'silence'; readonly rows: readonly Row[] }

const bulkBar = async () => (await import('./bulk-bar.js')).BulkBar

/** What is down, why, and since when: all checks, the worst first. */
export function OverviewPage() {
  const { words, place, go } = useReader()
  const { t } = words
  const { overview, access } = useDesk()
  const version = overview.version.value
  const wish = readWish(place.value)
  const rows = overview.rows
  const items = useMemo(() => listOf(rows, wish), [version, wish.show, wish.search, wish.group])
  const counts = useMemo(() => countVerdicts(rows), [version])
  const seeing = useMemo(() => countSeeing(rows), [version])
  const shown = useMemo(() => countShown(rows), [version])
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [active, setActive] = useState<number>()
  const [asked, setAsked] = useState<Asked>()
  const search = useRef<HTMLInputElement>(null)

  const pick = ({ id }: Row) => {
    const next = new Set(picked)
    if (!next.delete(id)) next.add(id)
    setPicked(next)
  }
  const pickedRows = () => rows.filter(({ id }) => picked.has(id))
  const askFor = (act: Asked['act'], row: Row | undefined) => {
    const own = picked.size > 0 ? pickedRows() : row ? [row] : []
    if (own.length > 0 && access.may('operate')) setAsked({ act, rows: own })
  }
  useListKeys({
    items,
    active,
    setActive,
    isBusy: asked !== undefined,
    onPick: pick,
    onAct: askFor,
    onSearch: () => search.current?.focus(),
  })

  const head = overview.head.value
  if (!head) return <p class="empty">{t.overview.loading}</p>
  const done = () => setPicked(new Set())
  return (
    <>
      <OverviewHead counts={counts} total={rows.length} seeing={seeing} {...head} />
      <div class="tools">
        <Filters wish={wish} counts={shown} total={rows.length} />
        <SearchBar
          input={search}
          wish={wish}
          found={items.filter(({ kind }) => kind === 'row').length}
          hasLocations={rows.some(({ from }) => from.length > 0)}
          onWish={(change) => go(wishUrl(change, wish), 'replace')}
        />
      </div>
      {items.length === 0 ? (
        <p class="empty">
          {t.overview.nothing}{' '}
          <a href="/" data-page>
            {t.overview.clear}
          </a>
        </p>
      ) : (
        <div
          class="list"
          role="table"
          aria-label={t.overview.list}
          aria-rowcount={items.length + 1}
        >
          <ListHead />
          <VirtualList
            items={items}
            keyOf={({ key }: Item) => key}
            active={active}
            onShown={(drawn) =>
              overview.show(drawn.flatMap((item) => (item.kind === 'row' ? [item.row.index] : [])))
            }
            draw={(item, at) =>
              item.kind === 'group' ? (
                <GroupRow place={at + 1} group={wish.group} name={item.name} rows={item.rows} />
              ) : (
                <CheckRow
                  place={at + 1}
                  row={item.row}
                  isPicked={picked.has(item.row.id)}
                  onPick={pick}
                />
              )
            }
          />
        </div>
      )}
      {picked.size > 0 && (
        <Lazy
          load={bulkBar}
          props={{
            count: picked.size,
            onAct: (act: Asked['act']) => askFor(act, undefined),
            onClear: done,
          }}
        />
      )}
      {asked?.act === 'acknowledge' && (
        <Acknowledge
          incidents={asked.rows.map(({ incident }) => incident).filter(Boolean)}
          onDone={done}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked?.act === 'silence' && (
        <Silence
          matches={asked.rows.map(({ id }) => id)}
          onDone={done}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  )
}
