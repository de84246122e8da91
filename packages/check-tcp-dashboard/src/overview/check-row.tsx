import { type FLAG, has, type Row } from '../model/row.js'
import { HourStrip } from '../parts/hour-strip.js'
import { Icon, type IconName, VerdictMark } from '../parts/icon.js'
import { checkPath } from '../parts/paths.js'
import { useReader, useWords } from '../parts/reader.js'
import { ResponseTime } from '../parts/response-time.js'
import { Since } from '../parts/time.js'

interface CheckRowProps {
  readonly row: Row
  /** Its place in the whole list, from 1. */
  readonly place: number
  readonly isPicked?: boolean
  readonly onPick?: (row: Row) => void
}

const FLAG_ICONS: readonly (readonly [keyof typeof FLAG, IconName | undefined])[] = [
  ['stale', undefined],
  ['flapping', undefined],
  ['maintenance', 'pause'],
  ['silenced', 'muted'],
  ['acknowledged', 'seen'],
  ['suppressed', 'muted'],
]

/** A check as one line of the list; as a card of three lines on a phone. */
export function CheckRow({ row, place, isPicked = false, onPick }: CheckRowProps) {
  const { t } = useWords()
  return (
    <div class={`row is-${row.verdict}`} role="row" aria-rowindex={place + 1} data-row={row.index}>
      <span class="cell-pick" role="cell">
        <label class="pick">
          <input
            type="checkbox"
            aria-label={t.row.select(row.id)}
            checked={isPicked}
            disabled={!onPick}
            onChange={() => onPick?.(row)}
          />
        </label>
      </span>
      <span class="cell-verdict" role="cell">
        <VerdictMark verdict={row.verdict} word={t.verdict[row.verdict]} />
      </span>
      <span class="cell-name" role="cell">
        <a class="clip" href={checkPath(row.id)} data-page title={row.id}>
          {row.id}
        </a>
        <span class="target clip" title={row.target}>
          {row.target}
        </span>
      </span>
      <span class="cell-why" role="cell">
        <Why row={row} />
      </span>
      <span class="cell-response" role="cell">
        <ResponseTime {...row} />
      </span>
      <span class="cell-hours" role="cell">
        <HourStrip strip={row.strip} />
      </span>
    </div>
  )
}

function Why({ row }: { readonly row: Row }) {
  const { words, now } = useReader()
  const { t, lasting } = words
  const why = row.why && words.error(row.why)
  const flags = FLAG_ICONS.filter(([flag]) => has(row, flag))
  const down = row.votes.filter((vote) => vote === 'down').length
  const votes = down > 0 && down < row.votes.length ? t.row.votes(down, row.votes.length) : ''
  // A narrow screen has no room for all of it.
  const said = [
    row.verdict === 'pending' ? '' : t.time.for(lasting(now.value / 1_000 - row.since)),
    votes,
    ...flags.map(([flag]) => t.row.flags[flag]),
  ]
    .filter(Boolean)
    .join(', ')
  return (
    <>
      {why && (
        <span class="reason clip" title={why}>
          {why}
        </span>
      )}
      <span class="sub clip" title={said}>
        {row.verdict !== 'pending' && <Since at={row.since * 1_000} />}
        {votes && <span>{votes}</span>}
        {flags.map(([flag, icon]) => (
          <span key={flag} class="flag">
            {icon && <Icon name={icon} />}
            {t.row.flags[flag]}
          </span>
        ))}
      </span>
    </>
  )
}
