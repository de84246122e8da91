import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Icon } from './icon.js'
import { useMore } from './lazy.js'
import { Marked } from './marked.js'
import { useWords } from './reader.js'

interface DialogProps {
  readonly title: string
  readonly hint?: string
  readonly children?: ComponentChildren
  /** Absent: there is nothing to do but to close it. */
  readonly submit?: {
    readonly label: string
    /** What it throws is shown, and the dialog stays. */
    readonly act: (values: FormData) => Promise<void>
  }
  readonly onClose: () => void
  /** Of an error that `act` throws. */
  readonly describe?: (error: unknown) => string
}

/** Asks before something is done. The browser's own dialog: it keeps the focus, and Esc closes it. */
export function Dialog({ title, hint, children, submit, onClose, describe }: DialogProps) {
  const { t } = useWords()
  const more = useMore()
  const dialog = useRef<HTMLDialogElement>(null)
  const [error, setError] = useState('')
  const [isBusy, setBusy] = useState(false)
  useLayoutEffect(() => dialog.current?.showModal(), [])
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!(event.currentTarget instanceof HTMLFormElement) || isBusy) return
    const values = new FormData(event.currentTarget)
    setBusy(true)
    setError('')
    try {
      await submit?.act(values)
      dialog.current?.close()
    } catch (caught) {
      setError(describe?.(caught) ?? String(caught))
    } finally {
      setBusy(false)
    }
  }
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="dialog-title">
      <form onSubmit={onSubmit}>
        <div class="dialog-head">
          <h2 id="dialog-title">{title}</h2>
          <button
            type="button"
            class="quiet square"
            aria-label={t.acts.close}
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </div>
        {hint && <p class="muted">{hint}</p>}
        {children}
        {error && (
          <p class="notice is-down" role="alert">
            <Marked text={error} />
          </p>
        )}
        {submit && (
          <div class="dialog-foot">
            <button type="button" class="quiet" onClick={() => dialog.current?.close()}>
              {more.acts.cancel}
            </button>
            <button type="submit" class="main" disabled={isBusy}>
              {submit.label}
            </button>
          </div>
        )}
      </form>
    </dialog>
  )
}
