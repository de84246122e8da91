import type { Grouping } from '../model/list.js'
import type { Row } from '../model/row.js'
import { useWords } from '../parts/reader.js'

interface GroupRowProps {
  readonly place: number
  readonly group: Grouping
  readonly name: string
  readonly rows: readonly Row[]
}

/** The line over the checks of a tag or a location. */
export function GroupRow({ place, group, name, rows }: GroupRowProps) {
  const { t } = useWords()
  const nobody = group === 'location' ? t.overview.withoutLocation : t.overview.withoutTag
  const shown = name === '' ? nobody : name
  const down = rows.filter((row) => {
    const at = group === 'location' ? row.from.indexOf(name) : -1
    return (row.votes[at] ?? row.verdict) === 'down'
  }).length
  return (
    <div class="row group" role="row" aria-rowindex={place + 1}>
      <span class="group-name" role="cell">
        <b class="clip" title={shown}>
          {shown}
        </b>
        <span class={down > 0 ? 'is-down' : 'muted'}>
          {t.overview.groupWrong(down, rows.length)}
        </span>
      </span>
    </div>
  )
}
