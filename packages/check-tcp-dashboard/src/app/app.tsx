import { Component } from 'preact'
import { describeError } from '../acts/describe-error.js'
import type { Announcer } from '../api/announcer.js'
import { useDesk } from '../api/desk.js'
import { OverviewPage } from '../overview/overview-page.js'
import { Lazy } from '../parts/lazy.js'
import { useReader, useWords } from '../parts/reader.js'
import { Aside } from './aside.js'
import { Frame } from './frame.js'
import { NotesArea } from './notes-area.js'
import { PAGES } from './pages.js'
import { type Route, routeOf } from './routes.js'

const notFound = async () => (await import('./not-found.js')).NotFound
const signIn = async () => (await import('./sign-in.js')).SignIn

/** The page that the address names, in its frame. */
export function App({ announcer }: { readonly announcer: Announcer }) {
  const { place } = useReader()
  const { access } = useDesk()
  const route = routeOf(place.value.pathname)
  return (
    <Frame section={route?.section} aside={<Aside />}>
      {!route ? (
        <Lazy load={notFound} props={{}} />
      ) : access.isRefused.value ? (
        <Lazy load={signIn} props={{}} />
      ) : (
        <Page key={place.value.pathname} route={route} />
      )}
      <NotesArea />
      <p class="heard" role="status" aria-live="polite">
        {announcer.sentence.value}
      </p>
    </Frame>
  )
}

function Page({ route: { page, name } }: { readonly route: Route }) {
  return (
    <Guarded>
      {page === 'overview' ? <OverviewPage /> : <Lazy load={PAGES[page]} props={{ name }} />}
    </Guarded>
  )
}

/** A page that breaks says so, and leaves the frame in place. */
class Guarded extends Component<object, { readonly error?: unknown }> {
  static override getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    const { error } = this.state
    return error === undefined ? this.props.children : <Broken error={error} />
  }
}

function Broken({ error }: { readonly error: unknown }) {
  const { t } = useWords()
  return (
    <p class="notice is-down" role="alert">
      {describeError(error, t)} <a href={location.href}>{t.page.retry}</a>
    </p>
  )
}
