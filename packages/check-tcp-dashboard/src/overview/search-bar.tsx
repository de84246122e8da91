import type { RefObject } from 'preact'
import { GROUPINGS, type Grouping, type Wish } from '../model/list.js'
import { Icon } from '../parts/icon.js'
import { useWords } from '../parts/reader.js'

interface SearchBarProps {
  readonly input: RefObject<HTMLInputElement | null>
  readonly wish: Wish
  readonly found: number
  readonly hasLocations: boolean
  readonly onWish: (change: { readonly search?: string; readonly group?: Grouping }) => void
}

/** Search and grouping. */
export function SearchBar({ input, wish, found, hasLocations, onWish }: SearchBarProps) {
  const { t } = useWords()
  const { overview } = t
  const groupings = GROUPINGS.filter((each) => each !== 'location' || hasLocations)
  return (
    <search class="search">
      <label class="search-box">
        <Icon name="search" />
        <span class="heard">{overview.search}</span>
        <input
          ref={input}
          type="search"
          placeholder={overview.searchHint}
          value={wish.search}
          autoComplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => onWish({ search: currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            // The browser's own way would empty the field.
            event.preventDefault()
            event.currentTarget.blur()
          }}
        />
        <kbd>/</kbd>
      </label>
      <span class="muted found">{wish.search || wish.show ? overview.found(found) : ''}</span>
      <label class="group-by">
        <span>{overview.group}</span>
        <select
          value={wish.group}
          onChange={({ currentTarget }) => {
            const group = GROUPINGS.find((each) => each === currentTarget.value)
            if (group) onWish({ group })
          }}
        >
          {groupings.map((each) => (
            <option key={each} value={each} selected={each === wish.group}>
              {overview.groups[each]}
            </option>
          ))}
        </select>
      </label>
    </search>
  )
}
