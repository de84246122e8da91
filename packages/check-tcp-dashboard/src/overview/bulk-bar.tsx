import { useDesk } from '../api/desk.js'
import { Icon } from '../parts/icon.js'
import { useWords } from '../parts/reader.js'

interface BulkBarProps {
  readonly count: number
  readonly onAct: (act: 'acknowledge' | 'silence') => void
  readonly onClear: () => void
}

/** What can be done with the selected checks at once. */
export function BulkBar({ count, onAct, onClear }: BulkBarProps) {
  const { t } = useWords()
  const { access } = useDesk()
  const mayAct = access.session.value.may.includes('operate')
  return (
    <section class="bulk" aria-label={t.acts.selected(count)}>
      <b>{t.acts.selected(count)}</b>
      {!mayAct && (
        <span class="muted">
          {access.session.value.sign_in ? t.acts.needsRole : t.acts.noToken}
        </span>
      )}
      <button type="button" disabled={!mayAct} onClick={() => onAct('acknowledge')}>
        <Icon name="seen" /> {t.acts.acknowledge}
      </button>
      <button type="button" disabled={!mayAct} onClick={() => onAct('silence')}>
        <Icon name="muted" /> {t.acts.silence}
      </button>
      <button type="button" class="quiet" onClick={onClear}>
        <Icon name="close" /> {t.acts.clear}
      </button>
    </section>
  )
}
