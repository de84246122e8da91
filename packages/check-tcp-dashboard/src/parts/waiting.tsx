import { Marked } from './marked.js'
import { useWords } from './reader.js'

interface WaitingProps {
  readonly error: unknown
  readonly reload: () => void
}

/** What stands in place of what is not there yet, or could not be loaded. */
export function Waiting({ error, reload }: WaitingProps) {
  const { t } = useWords()
  if (error === undefined) return <p class="empty">{t.page.loading}</p>
  const { message = '', problem = '' } = error as { message?: string; problem?: string }
  const what = t.problems.get(problem) ?? (message || t.acts.unreachable)
  return (
    <div class="notice failed is-down" role="alert">
      <p>
        <Marked text={t.page.failed(what)} />
      </p>
      <p class="acts">
        <button type="button" onClick={reload}>
          {t.page.retry}
        </button>
        <a class="button" href="/" data-page>
          {t.page.back}
        </a>
      </p>
    </div>
  )
}
