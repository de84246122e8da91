import { describeError } from '../acts/describe-error.js'
import { useDesk } from '../api/desk.js'
import type { Note } from '../api/notes.js'
import { Icon } from '../parts/icon.js'
import { Marked } from '../parts/marked.js'
import { useWords } from '../parts/reader.js'

/** What became of the acts of the reader. */
export function NotesArea() {
  const { t } = useWords()
  const { notes } = useDesk()
  const undo = ({ id, undo }: Note) => {
    notes.remove(id)
    undo?.().catch((error: unknown) => notes.add(describeError(error, t), { isError: true }))
  }
  return (
    <div class="notes" role="status">
      {notes.shown.value.map((note) => (
        <p key={note.id} class={note.isError ? 'note is-down' : 'note'}>
          <span>
            <Marked text={note.text} />
          </span>
          {note.undo && (
            <button type="button" class="quiet" onClick={() => undo(note)}>
              {t.acts.undo}
            </button>
          )}
          <button
            type="button"
            class="quiet square"
            aria-label={t.acts.close}
            onClick={() => notes.remove(note.id)}
          >
            <Icon name="close" />
          </button>
        </p>
      ))}
    </div>
  )
}
