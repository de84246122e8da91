import type { IncidentWire } from 'check-tcp-monitor/http-api'
import { useState } from 'preact/hooks'
import { ByField, byAndNote } from '../acts/by-field.js'
import { describeError } from '../acts/describe-error.js'
import { useDesk } from '../api/desk.js'
import { Card } from '../parts/card.js'
import { Dialog } from '../parts/dialog.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { Moment } from '../parts/time.js'

interface NotesCardProps {
  readonly path: string
  readonly notes: NonNullable<IncidentWire['notes']>
  readonly onDone: () => void
}

/** What people wrote about an incident. */
export function NotesCard({ path, notes, onDone }: NotesCardProps) {
  const { t } = useWords()
  const { incident: texts } = useMore()
  const { ask, access } = useDesk()
  const [isWriting, setWriting] = useState(false)
  const write = async (values: FormData) => {
    const text = String(values.get('text') ?? '')
    const isPublic = values.get('public') !== null
    await ask(`${path}/notes`, {
      method: 'POST',
      body: { text, public: isPublic, ...byAndNote(values) },
    })
    onDone()
  }
  return (
    <Card
      title={texts.notes}
      aside={
        <button
          type="button"
          class="quiet"
          disabled={!access.session.value.may.includes('operate')}
          onClick={() => setWriting(true)}
        >
          {texts.addNote}
        </button>
      }
    >
      {notes.length === 0 && <p class="muted">{texts.noNotes}</p>}
      <ul class="plain-list">
        {notes.map((note) => (
          <li key={`${note.at} ${note.text}`}>
            <p class="written">{note.text}</p>
            <p class="muted small">
              {note.by} <Moment at={Date.parse(note.at)} /> {note.public ? texts.isPublic : ''}
            </p>
          </li>
        ))}
      </ul>
      {isWriting && (
        <Dialog
          title={texts.addNote}
          submit={{ label: texts.addNote, act: write }}
          describe={(error) => describeError(error, t)}
          onClose={() => setWriting(false)}
        >
          <label class="field">
            <span>{texts.text}</span>
            <textarea name="text" required rows={4} maxLength={2_000} />
          </label>
          <label class="check">
            <input type="checkbox" name="public" /> <span>{texts.showPublic}</span>
          </label>
          <ByField />
        </Dialog>
      )}
    </Card>
  )
}
