import type { PublishedFile } from '../../core/published-file.js'
import { badge } from '../badge/badge.js'
import { pageHtml } from '../html/page-html.js'
import { type Markup, markup } from '../markup/markup.js'
import { type PageModel, type ServiceState, servicesOf, worstOf } from '../page-model.js'
import { pageTexts } from '../texts/choose-texts.js'
import { pageFeed } from './page-feed.js'
import { pageJson } from './page-json.js'

const SVG = 'image/svg+xml'

/** Everything that a page is made of, for a server and for a folder alike. */
export function pageFiles(model: PageModel): readonly PublishedFile[] {
  const services = servicesOf(model)
  const state = worstOf(services.map((service) => service.state))
  const texts = pageTexts(model.language)
  return [
    file('index.html', 'text/html; charset=utf-8', pageHtml(model)),
    file('status.json', 'application/json', pageJson(model)),
    file('feed.atom', 'application/atom+xml; charset=utf-8', pageFeed(model)),
    file('icon.svg', SVG, icon(state)),
    file('badge.svg', SVG, badge(model.title, state, texts)),
    ...services.map((service) =>
      file(`badge/${service.slug}.svg`, SVG, badge(service.name, service.state, texts)),
    ),
  ]
}

function file(path: string, media: string, text: string | Markup): PublishedFile {
  return { path, media, text: String(text) }
}

const ICON_COLOURS: Readonly<Record<ServiceState, string>> = {
  ...{ up: '#2e7d32', degraded: '#e0a030', down: '#c62828' },
  ...{ maintenance: '#1a5fb4', unknown: '#8a8d92' },
}

function icon(state: ServiceState): Markup {
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${ICON_COLOURS[state]}"/></svg>
`
}
