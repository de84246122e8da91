import type { Planned } from '../acts/use-planned.js'
import { useDesk } from '../api/desk.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'

interface PlannedNoticesProps {
  readonly windows: readonly Planned[]
  readonly onEnd: (window: Planned) => void
}

/** Why nobody is alerted of a check now, or will not be: until when, by whom, and a way to end it. */
export function PlannedNotices({ windows, onEnd }: PlannedNoticesProps) {
  const { absolute } = useWords()
  const { check: texts, monitor } = useMore()
  const { access } = useDesk()
  return (
    <>
      {windows.map((each) => {
        const { id, kind, matches, from, until, by, note } = each
        const isLater = Date.parse(from) > Date.now()
        const begins = isLater ? absolute(Date.parse(from)) : undefined
        const what = matches.startsWith('tag:') || matches === '*' ? matches : ''
        return (
          <div key={id} class="notice planned">
            <p>
              {texts.planned[kind](absolute(Date.parse(until)), begins)}{' '}
              <span class="muted">{[what, by, note].filter(Boolean).join(', ')}</span>
            </p>
            <button
              type="button"
              disabled={!access.session.value.may.includes('operate')}
              onClick={() => onEnd(each)}
            >
              {monitor.end}
            </button>
          </div>
        )
      })}
    </>
  )
}
