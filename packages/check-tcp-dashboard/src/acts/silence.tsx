import type { SilenceWire } from 'check-tcp-monitor/http-api'
import { useDesk } from '../api/desk.js'
import { Dialog } from '../parts/dialog.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { ByField, byAndNote } from './by-field.js'
import { describeError } from './describe-error.js'
import { doEach } from './do-each.js'
import { NoteField } from './note-field.js'

interface SilenceProps {
  /** Checks, or `tag:NAME`. */
  readonly matches: readonly string[]
  readonly onDone?: () => void
  readonly onClose: () => void
}

/** Sends no alerts for some checks for a while; it can be taken back. */
export function SilenceDialog({ matches, onDone, onClose }: SilenceProps) {
  const { t, lasting } = useWords()
  const more = useMore()
  const { ask, notes } = useDesk()
  const act = async (values: FormData) => {
    const seconds = Number(values.get('for'))
    const common = { for: seconds, ...byAndNote(values) }
    const { done, failed } = await doEach(matches, (each) =>
      ask<SilenceWire>('/api/v1/silences', { method: 'POST', body: { matches: each, ...common } }),
    )
    if (done.length === 0) throw failed[0]
    const undo = async () => {
      const ended = await doEach(done, ({ id }) =>
        ask(`/api/v1/silences/${encodeURIComponent(id)}`, { method: 'DELETE' }),
      )
      if (ended.failed.length > 0) throw ended.failed[0]
      notes.add(more.acts.unsilenced)
    }
    notes.add(more.acts.silenced(done.length, lasting(seconds)), { undo })
    if (failed.length > 0) {
      const what = describeError(failed[0], t)
      notes.add(more.acts.someFailed(failed.length, what), { isError: true })
    }
    onDone?.()
  }
  return (
    <Dialog
      title={more.acts.silenceTitle(matches.length)}
      hint={more.acts.silenceHint}
      submit={{ label: t.acts.silence, act }}
      describe={(error) => describeError(error, t)}
      onClose={onClose}
    >
      <label class="field">
        <span>{more.acts.howLong}</span>
        <select name="for" defaultValue="3600">
          {Object.entries(more.acts.lasts).map(([seconds, name]) => (
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
