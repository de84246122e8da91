import { usePlanned } from '../acts/use-planned.js'
import { useDesk } from '../api/desk.js'
import { Card } from '../parts/card.js'
import { useMore } from '../parts/lazy.js'
import { Moment } from '../parts/time.js'

/** Silences and planned maintenance, each with a way to end it. */
export function PlannedCard() {
  const { monitor: texts } = useMore()
  const { access } = useDesk()
  const { windows, end } = usePlanned()
  return (
    <Card title={texts.planned}>
      {windows.length === 0 && <p class="muted">{texts.nothingPlanned}</p>}
      <ul class="plain-list">
        {windows.map((each) => (
          <li key={each.id}>
            <div class="line">
              <span>
                <b>{each.matches === '*' ? texts.everything : each.matches}</b>{' '}
                <span class="muted">{texts.kinds[each.kind]}</span>
              </span>
              <button
                type="button"
                disabled={!access.session.value.may.includes('operate')}
                onClick={() => end(each)}
              >
                {texts.end}
              </button>
            </div>
            <p class="muted small">
              <Moment at={Date.parse(each.from)} /> – <Moment at={Date.parse(each.until)} />,{' '}
              {each.by}
              {each.note ? `: ${each.note}` : ''}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
