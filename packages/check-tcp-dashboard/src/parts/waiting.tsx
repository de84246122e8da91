import { useWords } from './reader.js'

interface WaitingProps {
  readonly error: unknown
  readonly reload: () => void
}

/** What stands in place of what is not there yet, or could not be loaded. */
export function Waiting({ error, reload }: WaitingProps) {
  const { t } = useWords()
  if (error === undefined) return <p class="empty">{t.page.loading}</p>
  const what = error instanceof Error && error.message ? error.message : t.acts.unreachable
  return (
    <p class="notice is-down" role="alert">
      {t.page.failed(what)}{' '}
      <button type="button" onClick={reload}>
        {t.page.retry}
      </button>
    </p>
  )
}
