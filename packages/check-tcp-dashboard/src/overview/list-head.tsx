import { useWords } from '../parts/reader.js'

/** The names of the columns; on a phone they are for those alone who hear the page. */
export function ListHead() {
  const { columns } = useWords().t.overview
  return (
    <div class="row list-head" role="row" aria-rowindex={1}>
      <span class="cell-pick" role="columnheader">
        <span class="heard">{columns.pick}</span>
      </span>
      {(['verdict', 'name', 'why', 'response', 'hours'] as const).map((name) => (
        <span key={name} class={`cell-${name}`} role="columnheader">
          {columns[name]}
        </span>
      ))}
    </div>
  )
}
