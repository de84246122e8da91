import type { ConfigWire } from 'check-tcp-monitor/http-api'
import { useState } from 'preact/hooks'
import { describeError } from '../acts/describe-error.js'
import { useDesk } from '../api/desk.js'
import { useAsked } from '../api/use-asked.js'
import { Card, Facts } from '../parts/card.js'
import { useMore } from '../parts/lazy.js'
import { Marked } from '../parts/marked.js'
import { useWords } from '../parts/reader.js'
import { Moment } from '../parts/time.js'
import { Waiting } from '../parts/waiting.js'

const REFRESH_MS = 10_000

/** Which config is in force, what was warned of, and why a newer one was not taken. */
export function ConfigStateCard({ mayReload }: { readonly mayReload: boolean }) {
  const { t } = useWords()
  const { monitor: texts } = useMore()
  const { ask, notes } = useDesk()
  const [isBusy, setBusy] = useState(false)
  const asked = useAsked<ConfigWire>('/api/v1/config', { every: REFRESH_MS })
  const { data } = asked
  const reload = async () => {
    setBusy(true)
    try {
      await ask('/api/v1/reload', { method: 'POST' })
      notes.add(texts.reloaded)
    } catch (error) {
      notes.add(describeError(error, t), { isError: true })
    } finally {
      setBusy(false)
      asked.reload()
    }
  }
  return (
    <Card
      title={texts.config}
      aside={
        <button type="button" class="quiet" disabled={!mayReload || isBusy} onClick={reload}>
          {texts.reload}
        </button>
      }
    >
      {!data && <Waiting {...asked} />}
      {data?.problem && (
        <p class="notice is-down">
          {texts.notTaken}{' '}
          <span class="written">
            <Marked text={data.problem} />
          </span>
        </p>
      )}
      {data && (
        <Facts
          facts={[
            [texts.loaded, <Moment key="loaded" at={Date.parse(data.loaded_at)} />],
            [texts.files, <code key="files">{data.files.join(', ')}</code>],
            [texts.warnings, data.warnings.length === 0 && texts.noWarnings],
          ]}
        />
      )}
      {data && data.warnings.length > 0 && (
        <ul class="plain-list" aria-label={texts.warnings}>
          {data.warnings.map(({ file, line, message }) => (
            <li key={`${file} ${line} ${message}`}>
              <Marked text={message} />{' '}
              <code class="muted">{line === undefined ? file : `${file}:${line}`}</code>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
