import { useState } from 'preact/hooks'
import { useMore } from './lazy.js'

/** Copies a text. Over plain HTTP from another machine the browser does not let it, and the button says so. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const { page } = useMore()
  const [said, setSaid] = useState(label)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setSaid(page.copied)
    } catch {
      setSaid(page.notCopied)
    }
  }
  return (
    <button type="button" class="quiet" onClick={copy}>
      {said}
    </button>
  )
}
