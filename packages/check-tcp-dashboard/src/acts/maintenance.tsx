import type { SilenceWire } from 'check-tcp-monitor/http-api'
import { useDesk } from '../api/desk.js'
import { Dialog } from '../parts/dialog.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { ByField, byAndNote } from './by-field.js'
import { describeError } from './describe-error.js'
import { NoteField } from './note-field.js'

interface MaintenanceProps {
  /** A check, `tag:NAME`, or `*`. */
  readonly matches: string
  readonly onDone?: () => void
  readonly onClose: () => void
}

/** Plans maintenance that comes once, from now or from a time on. */
export function MaintenanceDialog({ matches, onDone, onClose }: MaintenanceProps) {
  const { t, absolute } = useWords()
  const { acts } = useMore()
  const { ask, notes } = useDesk()
  const act = async (values: FormData) => {
    const from = String(values.get('from') ?? '')
    const body = {
      matches,
      for: Number(values.get('for')),
      ...(from === '' ? {} : { from: new Date(from).toISOString() }),
      ...byAndNote(values),
    }
    const planned = await ask<SilenceWire>('/api/v1/maintenance', { method: 'POST', body })
    const undo = async () => {
      await ask(`/api/v1/maintenance/${encodeURIComponent(planned.id)}`, { method: 'DELETE' })
      notes.add(acts.maintenanceEnded)
    }
    notes.add(acts.maintenancePlanned(absolute(Date.parse(planned.until))), { undo })
    onDone?.()
  }
  return (
    <Dialog
      title={acts.maintenanceTitle}
      hint={acts.maintenanceHint}
      submit={{ label: acts.maintenance, act }}
      describe={(error) => describeError(error, t)}
      onClose={onClose}
    >
      <label class="field">
        <span>{acts.from}</span>
        <input name="from" type="datetime-local" />
      </label>
      <label class="field">
        <span>{acts.howLong}</span>
        <select name="for">
          {Object.entries(acts.lasts).map(([seconds, name]) => (
            <option key={seconds} value={seconds} selected={seconds === '3600'}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <NoteField />
      <ByField />
    </Dialog>
  )
}
