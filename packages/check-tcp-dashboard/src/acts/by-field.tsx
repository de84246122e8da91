import { useDesk } from '../api/desk.js'
import { useMore } from '../parts/lazy.js'

const REMEMBERED = 'check-tcp by'

/** Asks for a name, unless the monitor knows who it is. It is remembered in this browser. */
export function ByField() {
  const more = useMore()
  const { access } = useDesk()
  if (access.session.value.name !== undefined) return null
  return (
    <label class="field">
      <span>{more.acts.by}</span>
      <input
        name="by"
        required
        maxLength={200}
        defaultValue={localStorage.getItem(REMEMBERED) ?? ''}
      />
    </label>
  )
}

/** What the fields say about who does it, and why, as the API takes it. */
export function byAndNote(values: FormData): { by?: string; note?: string } {
  const by = String(values.get('by') ?? '').trim()
  const note = String(values.get('note') ?? '').trim()
  if (by !== '') localStorage.setItem(REMEMBERED, by)
  return { ...(by === '' ? {} : { by }), ...(note === '' ? {} : { note }) }
}
