import { useMore } from '../parts/lazy.js'

/** Asks what others should know; it may stay empty. */
export function NoteField() {
  const { acts } = useMore()
  return (
    <label class="field">
      <span>{acts.note}</span>
      <input name="note" maxLength={2_000} placeholder={acts.noteHint} />
    </label>
  )
}
