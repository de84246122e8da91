import { effect, signal } from '@preact/signals'
import { render } from 'preact'
import { Announcer } from './api/announcer.js'
import { createAsk } from './api/ask.js'
import { type Desk, DeskProvider } from './api/desk.js'
import { LiveOverview } from './api/live-overview.js'
import { Notes } from './api/notes.js'
import { Access } from './api/session.js'
import { App } from './app/app.js'
import { followPlace, keepTime } from './app/follow-place.js'
import { localeOf, pageLanguage } from './app/language.js'
import { showTitle } from './app/show-title.js'
import { ReaderProvider } from './parts/reader.js'
import { moreOf, textsOf, wordsOf } from './texts/words.js'

/** Puts the dashboard together, and takes over the page that the server sent. */
async function start(root: HTMLElement): Promise<void> {
  const language = pageLanguage()
  const words = wordsOf(await textsOf(language), localeOf(language))
  const now = signal(Date.now())
  const place = signal(new URL(location.href))
  const access = new Access()
  const announcer = new Announcer(words)
  const ask = createAsk(() => access.session.peek().csrf)
  access.use(ask)
  const overview = new LiveOverview(
    ask,
    (error) => access.noteRefusal(error),
    (changes) => announcer.take(changes),
  )
  const desk: Desk = { ask, access, overview, notes: new Notes() }
  let texts: ReturnType<typeof moreOf> | undefined
  const more = () => {
    texts ??= moreOf(language)
    return texts
  }
  const named = signal('')
  const reader = { words, now, place, named, go: followPlace(place), more }
  keepTime(now)
  const draw = () =>
    render(
      <ReaderProvider value={reader}>
        <DeskProvider value={desk}>
          <App announcer={announcer} />
        </DeskProvider>
      </ReaderProvider>,
      root,
    )
  await painted()
  // The page of the server stays until there is more to show than it has.
  if (root.dataset.mayRead === undefined) {
    await access.look()
    if (access.may('read')) await overview.load()
    else access.isRefused.value = true
  } else await Promise.all([access.look(), overview.load()])
  overview.followVisibility()
  effect(() => showTitle(named.value, overview, words))
  draw()
  root.removeAttribute('aria-busy')
}

/** Resolves when what the server sent is on the screen: what comes now takes the browser longer. */
function painted(): Promise<unknown> {
  if (document.hidden) return Promise.resolve()
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
}

const root = document.getElementById('app')
if (root) void start(root)
