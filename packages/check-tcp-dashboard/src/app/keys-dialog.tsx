import { Dialog } from '../parts/dialog.js'
import { useMore } from '../parts/lazy.js'

/** Which keys there are. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const { keys } = useMore()
  return (
    <Dialog title={keys.title} hint={keys.hint} onClose={onClose}>
      <dl class="keys">
        {keys.list.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
