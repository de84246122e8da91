import { signal } from '@preact/signals'
import type { PageRequest, Verdict } from 'check-tcp-monitor/http-api'
import { renderToString } from 'preact-render-to-string'
import { readRows } from '../model/row.js'
import { FirstView } from '../overview/first-view.js'
import { ReaderProvider } from '../parts/reader.js'
import { de } from '../texts/de.js'
import { en } from '../texts/en.js'
import { chooseLanguage, wordsOf } from '../texts/words.js'
import { Frame } from './frame.js'
import { routeOf } from './routes.js'

/** What the bundler has made: names in `/assets/`. */
export interface Manifest {
  readonly script: string
  /** Loaded with the script, before it asks for them. */
  readonly imports: readonly string[]
  readonly style: string
  readonly icon: string
}

/** A page as it is before any script has run. @returns undefined where no page has the path */
export function renderPage(request: PageRequest, manifest: Manifest): string | undefined {
  const { path, languages, first } = request
  const place = new URL(path, 'http://localhost')
  const route = routeOf(place.pathname)
  if (!route) return undefined
  const language = chooseLanguage(
    languages.split(',').map((each) => each.split(';')[0]?.trim() ?? ''),
  )
  const words = wordsOf(language === 'de' ? de : en, language)
  const reader = {
    words,
    now: signal(Date.now()),
    place: signal(place),
    go: () => {},
    more: neverAsked,
  }
  const isFirst = first !== undefined && route.page === 'overview'
  const body = (
    <ReaderProvider value={reader}>
      <Frame section={route.section}>
        {isFirst ? (
          <FirstView
            head={first.overview}
            rows={readRows(first.overview)}
            counts={countsOf(first.counts, first.overview.verdicts)}
          />
        ) : (
          <p class="empty">{words.t.page.loading}</p>
        )}
      </Frame>
    </ReaderProvider>
  )
  const asset = (name: string) => `/assets/${name}`
  const page = (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>check-tcp</title>
        <link rel="icon" type="image/svg+xml" href={asset(manifest.icon)} />
        <link rel="stylesheet" href={asset(manifest.style)} />
        {first && <link rel="preload" as="fetch" crossorigin="anonymous" href="/api/v1/overview" />}
        {manifest.imports.map((name) => (
          <link key={name} rel="modulepreload" href={asset(name)} />
        ))}
        <script type="module" src={asset(manifest.script)} />
      </head>
      <body>
        <div id="app" aria-busy="true" data-may-read={first ? true : undefined}>
          {body}
        </div>
      </body>
    </html>
  )
  return `<!doctype html>${renderToString(page)}`
}

/** Nothing is loaded later on the server. */
function neverAsked(): Promise<never> {
  return new Promise(() => {})
}

function countsOf(counts: readonly number[], verdicts: readonly Verdict[]) {
  const byVerdict = { pending: 0, up: 0, degraded: 0, down: 0, unknown: 0 }
  for (const [at, verdict] of verdicts.entries()) byVerdict[verdict] = counts[at] ?? 0
  return byVerdict
}
