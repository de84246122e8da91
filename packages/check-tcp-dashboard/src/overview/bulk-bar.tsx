import { useDesk } from '../api/desk.js'
import { Icon } from '../parts/icon.js'
import { useWords } from '../parts/reader.js'

interface BulkBarProps {
  readonly count: number
  readonly onAcknowledge: () => void
  readonly onSilence: () => void
  readonly onClear: () => void
}

/** What can be done with the selected checks at once. */
export function BulkBar({ count, onAcknowledge, onSilence, onClear }: BulkBarProps) {
  const { t } = useWords()
  const { access } = useDesk()
  const mayAct = access.session.value.may.includes('operate')
  if (count === 0) return null
  return (
    <section class="bulk" aria-label={t.acts.selected(count)}>
      <b>{t.acts.selected(count)}</b>
      {!mayAct && (
        <span class="muted">
          {access.session.value.sign_in ? t.acts.needsRole : t.acts.noToken}
        </span>
      )}
      <button type="button" disabled={!mayAct} onClick={onAcknowledge}>
        <Icon name="seen" /> {t.acts.acknowledge}
      </button>
      <button type="button" disabled={!mayAct} onClick={onSilence}>
        <Icon name="muted" /> {t.acts.silence}
      </button>
      <button type="button" class="quiet" onClick={onClear}>
        <Icon name="close" /> {t.acts.clear}
      </button>
    </section>
  )
}
