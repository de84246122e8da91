import { signal } from '@preact/signals'
import type { PageRequest, Verdict } from 'check-tcp-monitor/http-api'
import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { readRows } from '../model/row.js'
import { FirstView } from '../overview/first-view.js'
import { type Reader, ReaderProvider } from '../parts/reader.js'
import { de } from '../texts/de.js'
import { en } from '../texts/en.js'
import { chooseLanguage, type Language, type Words, wordsOf } from '../texts/words.js'
import { Frame } from './frame.js'
import { NotFound } from './not-found.js'
import { type Route, routeOf, type Section } from './routes.js'

/** What the bundler has made: names in `/assets/`. */
export interface Manifest {
  readonly script: string
  /** Loaded with the script, before it asks for them. */
  readonly imports: readonly string[]
  readonly style: string
  readonly icon: string
}

/** What a page is made of. */
interface PageParts extends Manifest {
  /** The style sheet. */
  readonly css: string
}

/** A page as it is before any script has run. @returns undefined where no page has the path */
export function renderPage(request: PageRequest, manifest: PageParts): string | undefined {
  const { first } = request
  const reader = readerOf(request)
  const route = routeOf(reader.place.value.pathname)
  if (!route) return undefined
  const isFirst = first !== undefined && route.page === 'overview'
  return documentOf({
    ...{ reader, manifest, section: route.section, mayRead: first !== undefined },
    title: titleOf(route, reader.words),
    children: isFirst ? (
      <FirstView
        head={first.overview}
        rows={readRows(first.overview)}
        language={reader.language}
        counts={countsOf(first.counts, first.overview.verdicts)}
      />
    ) : (
      <p class="empty">{reader.words.t.page.loading}</p>
    ),
  })
}

/** What stands where no page is; its script finds that out by itself. */
export function renderNotFound(request: PageRequest, manifest: PageParts): string {
  const reader = readerOf(request)
  return documentOf({
    ...{ reader, manifest, section: undefined, mayRead: false },
    title: reader.words.t.page.notFound,
    children: <NotFound />,
  })
}

type ServerReader = Reader & { readonly language: Language }

function readerOf({ path, languages }: PageRequest): ServerReader {
  const language = chooseLanguage(
    languages.split(',').map((each) => each.split(';')[0]?.trim() ?? ''),
  )
  return {
    language,
    words: wordsOf(language === 'de' ? de : en, language),
    now: signal(Date.now()),
    place: signal(new URL(path, 'http://localhost')),
    named: signal(''),
    go: () => {},
    more: neverAsked,
  }
}

interface DocumentParts {
  readonly reader: ServerReader
  readonly manifest: PageParts
  readonly section: Section | undefined
  readonly title: string
  /** Whether the script is to show it at once, without a look at who asks. */
  readonly mayRead: boolean
  readonly children: ComponentChildren
}

function documentOf(parts: DocumentParts): string {
  const { reader, manifest, section, title, mayRead, children } = parts
  const asset = (name: string) => `/assets/${name}`
  const page = (
    <html lang={reader.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · check-tcp`}</title>
        <link rel="icon" type="image/svg+xml" href={asset(manifest.icon)} />
        <style dangerouslySetInnerHTML={{ __html: manifest.css }} />
        {manifest.imports.map((name) => (
          <link key={name} rel="modulepreload" href={asset(name)} />
        ))}
        <script type="module" src={asset(manifest.script)} />
      </head>
      <body>
        <div id="app" aria-busy="true" data-may-read={mayRead ? true : undefined}>
          <ReaderProvider value={reader}>
            <Frame section={section}>{children}</Frame>
          </ReaderProvider>
        </div>
      </body>
    </html>
  )
  return `<!doctype html>${renderToString(page)}`
}

/** What the page is, until its script says more. */
function titleOf({ page, name }: Route, { t }: Words): string {
  return page === 'check' ? name : page === 'incident' ? t.nav.incidents : t.nav[page]
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
