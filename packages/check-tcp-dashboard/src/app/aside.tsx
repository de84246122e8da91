import { useLayoutEffect, useState } from 'preact/hooks'
import { describeError } from '../acts/describe-error.js'
import { useDesk } from '../api/desk.js'
import { isWritten } from '../parts/is-written.js'
import { Lazy } from '../parts/lazy.js'
import { useReader } from '../parts/reader.js'
import { rememberLanguage } from './language.js'

const keysDialog = async () => (await import('./keys-dialog.js')).KeysDialog

/** The end of the bar: whether the page follows the monitor, the keys, the language, and who is signed in. */
export function Aside() {
  const { words } = useReader()
  const { t } = words
  const { overview, access, notes } = useDesk()
  const [showsKeys, setShowsKeys] = useState(false)
  const connection = overview.connection.value
  const session = access.session.value
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === '?' && !isWritten(event.target)) setShowsKeys(true)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  const signOut = () => {
    access.signOut().catch((error: unknown) => {
      notes.add(describeError(error, t), { isError: true })
    })
  }
  const at = overview.head.value?.at
  const isLost = connection === 'lost' && at !== undefined
  return (
    <>
      <span
        class={`connection is-${connection}`}
        title={isLost ? t.connection.lostSince(words.absolute(Date.parse(at))) : undefined}
      >
        {t.connection[connection]}
      </span>
      <button type="button" class="quiet for-keys" onClick={() => setShowsKeys(true)}>
        <kbd>?</kbd> {t.nav.keys}
      </button>
      <button
        type="button"
        class="quiet"
        lang={t.nav.otherLanguage}
        onClick={() => rememberLanguage(t.nav.otherLanguage)}
      >
        {t.nav.language}
      </button>
      {session.name !== undefined && (
        <button type="button" class="quiet" onClick={signOut}>
          {t.nav.signOut} <span class="muted">{session.name}</span>
        </button>
      )}
      {session.name === undefined && session.sign_in && !access.isRefused.value && (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            access.isRefused.value = true
          }}
        >
          {t.nav.signIn}
        </button>
      )}
      {showsKeys && <Lazy load={keysDialog} props={{ onClose: () => setShowsKeys(false) }} />}
    </>
  )
}
