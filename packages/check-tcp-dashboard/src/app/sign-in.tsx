import { useState } from 'preact/hooks'
import { describeError } from '../acts/describe-error.js'
import { useDesk } from '../api/desk.js'
import { useMore } from '../parts/lazy.js'
import { Marked } from '../parts/marked.js'
import { useWords } from '../parts/reader.js'

/** The form by which somebody signs in, in place of a page that may not be seen. */
export function SignIn() {
  const { t } = useWords()
  const { signIn } = useMore()
  const { access, overview } = useDesk()
  const [error, setError] = useState('')
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!(event.currentTarget instanceof HTMLFormElement)) return
    const token = String(new FormData(event.currentTarget).get('token') ?? '').trim()
    setError('')
    try {
      await access.signIn(token)
      await overview.load()
    } catch (caught) {
      setError(describeError(caught, t))
    }
  }
  if (!access.session.value.sign_in) return <p class="empty">{signIn.noToken}</p>
  return (
    <form class="sign-in" onSubmit={onSubmit}>
      <h1>{signIn.title}</h1>
      <p class="muted">
        <Marked text={signIn.hint} />
      </p>
      <input
        class="heard"
        name="username"
        autoComplete="username"
        value="token"
        readOnly
        tabIndex={-1}
        aria-hidden="true"
      />
      <label class="field">
        <span>{signIn.token}</span>
        <input name="token" type="password" required autoComplete="current-password" />
      </label>
      {error && (
        <p class="notice is-down" role="alert">
          <Marked text={error} />
        </p>
      )}
      <button type="submit" class="main">
        {signIn.submit}
      </button>
    </form>
  )
}
