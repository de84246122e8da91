import { useLayoutEffect } from 'preact/hooks'
import type { Item } from '../model/list.js'
import type { Row } from '../model/row.js'
import { isWritten } from '../parts/is-written.js'

interface ListKeys {
  readonly items: readonly Item[]
  readonly active: number | undefined
  readonly setActive: (place: number) => void
  /** A dialog is open, which has the keys. */
  readonly isBusy: boolean
  readonly onPick: (row: Row) => void
  readonly onAct: (act: 'acknowledge' | 'silence', row: Row | undefined) => void
  readonly onSearch: () => void
}

/**
 * Lets the list be used by single keys, while nobody writes into a field. Each key finds the list as the one before has
 * left it, however quickly they follow each other.
 */
export function useListKeys(keys: ListKeys): void {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (keys.isBusy || event.ctrlKey || event.metaKey || event.altKey) return
      if (isWritten(event.target)) return
      const at = placeOf(keys)
      const item = at === undefined ? undefined : keys.items[at]
      const row = item?.kind === 'row' ? item.row : undefined
      switch (event.key) {
        case '/':
          keys.onSearch()
          break
        case 'j':
          move(keys, at ?? -1, 1)
          break
        case 'k':
          move(keys, at ?? 1, -1)
          break
        case 'x':
          if (row) keys.onPick(row)
          break
        case 'a':
          keys.onAct('acknowledge', row)
          break
        case 's':
          keys.onAct('silence', row)
          break
        default:
          return
      }
      event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}

/** The row that has the focus, or had it last. */
function placeOf({ items, active }: ListKeys): number | undefined {
  const row = document.activeElement?.closest<HTMLElement>('[data-row]')?.ariaRowIndex
  const place = row ? Number(row) - 2 : active
  return place !== undefined && place < items.length ? place : undefined
}

function move({ items, setActive }: ListKeys, from: number, by: 1 | -1): void {
  let to = from + by
  while (items[to]?.kind === 'group') to += by
  if (items[to]) setActive(to)
}
