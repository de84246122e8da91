import { useDesk } from '../api/desk.js'
import { Dialog } from '../parts/dialog.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { ByField, byAndNote } from './by-field.js'
import { describeError } from './describe-error.js'
import { doEach } from './do-each.js'
import { NoteField } from './note-field.js'

interface AcknowledgeProps {
  /** Ids of open incidents. */
  readonly incidents: readonly string[]
  readonly onDone?: () => void
  readonly onClose: () => void
}

/** Says that somebody has seen some incidents. */
export function AcknowledgeDialog({ incidents, onDone, onClose }: AcknowledgeProps) {
  const { t } = useWords()
  const more = useMore()
  const { ask, notes } = useDesk()
  if (incidents.length === 0) {
    return <Dialog title={t.acts.acknowledge} hint={more.acts.noIncident} onClose={onClose} />
  }
  const act = async (values: FormData) => {
    const body = byAndNote(values)
    const { done, failed } = await doEach(incidents, (id) =>
      ask(`/api/v1/incidents/${encodeURIComponent(id)}/acknowledge`, { method: 'POST', body }),
    )
    if (done.length === 0) throw failed[0]
    notes.add(more.acts.acknowledged(done.length))
    if (failed.length > 0) {
      const what = describeError(failed[0], t)
      notes.add(more.acts.someFailed(failed.length, what), { isError: true })
    }
    onDone?.()
  }
  return (
    <Dialog
      title={more.acts.acknowledgeTitle(incidents.length)}
      hint={more.acts.acknowledgeHint}
      submit={{ label: t.acts.acknowledge, act }}
      describe={(error) => describeError(error, t)}
      onClose={onClose}
    >
      <NoteField />
      <ByField />
    </Dialog>
  )
}
