import type { SilenceWire } from 'check-tcp-monitor/http-api'
import { describeError } from '../acts/describe-error.js'
import { useDesk } from '../api/desk.js'
import { useAsked } from '../api/use-asked.js'
import { Card } from '../parts/card.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { Moment } from '../parts/time.js'

const REFRESH_MS = 10_000

/** Silences and planned maintenance, each with a way to end it. */
export function PlannedCard() {
  const { t } = useWords()
  const { monitor: texts } = useMore()
  const { ask, access, notes } = useDesk()
  const every = { every: REFRESH_MS }
  const silences = useAsked<{ readonly silences: readonly SilenceWire[] }>(
    '/api/v1/silences',
    every,
  )
  const planned = useAsked<{ readonly maintenance: readonly SilenceWire[] }>(
    '/api/v1/maintenance',
    every,
  )
  const windows = [
    ...(silences.data?.silences ?? []).map((each) => ({ ...each, kind: 'silences' as const })),
    ...(planned.data?.maintenance ?? []).map((each) => ({ ...each, kind: 'maintenance' as const })),
  ]
  const end = async (kind: 'silences' | 'maintenance', id: string) => {
    try {
      await ask(`/api/v1/${kind}/${encodeURIComponent(id)}`, { method: 'DELETE' })
      notes.add(texts.ended)
    } catch (error) {
      notes.add(describeError(error, t), { isError: true })
    }
    silences.reload()
    planned.reload()
  }
  return (
    <Card title={texts.planned}>
      {windows.length === 0 && <p class="muted">{texts.nothingPlanned}</p>}
      <ul class="plain-list">
        {windows.map(({ kind, id, matches, from, until, by, note }) => (
          <li key={id}>
            <div class="line">
              <span>
                <b>{matches === '*' ? texts.everything : matches}</b>{' '}
                <span class="muted">{texts.kinds[kind]}</span>
              </span>
              <button
                type="button"
                disabled={!access.session.value.may.includes('operate')}
                onClick={() => end(kind, id)}
              >
                {texts.end}
              </button>
            </div>
            <p class="muted small">
              <Moment at={Date.parse(from)} /> – <Moment at={Date.parse(until)} />, {by}
              {note ? `: ${note}` : ''}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
