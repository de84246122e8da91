import { createHash } from 'node:crypto'
import { Markup, markup } from '../markup/markup.js'
import {
  type PageModel,
  type PublicIncident,
  type ServiceModel,
  type ServiceState,
  servicesOf,
  worstOf,
} from '../page-model.js'
import { incidentInWords, maintenanceInWords, sentenceOf, ZonedWords } from '../words.js'
import { dayHistory } from './day-bar.js'
import { styleOf } from './style.js'

const ICONS: Readonly<Record<ServiceState, string>> = {
  up: '✔',
  degraded: '▲',
  down: '✖',
  maintenance: '◆',
  unknown: '?',
}

/** What a browser may do with a page: apply its own style, show its own pictures, and nothing else. */
export function contentPolicyOf({ freshMs }: Pick<PageModel, 'freshMs'>): string {
  const hash = createHash('sha256').update(styleOf(freshMs)).digest('base64')
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
}

/** The page: HTML and CSS in one file, whose links go to the files beside it. */
export function pageHtml(model: PageModel): Markup {
  const { title, note, asOf, freshMs, isOld, timeZone, groups, open, past, maintenance } = model
  const words = new ZonedWords(model)
  const { texts } = words
  const { headings, links } = texts
  const [before, link, after] = texts.later(Math.round(freshMs / 60_000))
  const sentence = sentenceOf(model)
  const state = worstOf(servicesOf(model).map((service) => service.state))
  return markup`<!doctype html>
<html lang="${model.language ?? 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${sentence} – ${title}</title>
<link rel="alternate" type="application/atom+xml" href="feed.atom" title="${title}">
<link rel="icon" type="image/svg+xml" href="icon.svg">
${Markup.style(styleOf(freshMs))}
</head>
<body>
<header>
<h1>${title}</h1>
<p class="now ${state}"><span aria-hidden="true">${ICONS[state]} </span>${sentence}</p>
<p>${texts.asOf}<strong>${time(asOf, words.full(asOf))}</strong> (${timeZone})</p>
${isOld && markup`<p class="old">${texts.old}</p>`}
<p class="later">${before}<a href="index.html">${link}</a>${after}</p>
${note !== undefined && markup`<p class="note text">${note}</p>`}
</header>
<main>
${section(
  'open',
  headings.now,
  open.map((each) => incidentItem(each, words)),
)}
${section(
  'maintenance',
  headings.maintenance,
  maintenance.map(
    (each) => markup`<li id="m-${each.id}">${maintenanceInWords(each, words)}</li>
`,
  ),
)}
${groups.map((group, index) => groupSection(group.name, group.services, index, words))}
${section(
  'past',
  headings.before,
  past.map((each) => incidentItem(each, words)),
)}
</main>
<footer>
<p class="links"><a href="feed.atom">${links.feed}</a> <a href="status.json">${links.json}</a> <a href="badge.svg">${links.badge}</a></p>
<p>${texts.zone(timeZone)}</p>
</footer>
</body>
</html>
`
}

function section(id: string, heading: string, items: readonly Markup[]): Markup {
  if (items.length === 0) return markup``
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
<ul class="incidents">
${items}</ul>
</section>`
}

function groupSection(
  name: string | undefined,
  services: readonly ServiceModel[],
  index: number,
  words: ZonedWords,
): Markup {
  return markup`<section aria-labelledby="group-${index}">
<h2 id="group-${index}">${name ?? words.texts.headings.services}</h2>
<ul class="services">
${services.map((service) => serviceItem(service, words))}</ul>
</section>
`
}

function serviceItem({ name, state, since, days }: ServiceModel, words: ZonedWords): Markup {
  const from =
    since === undefined ? undefined : markup`${words.texts.since}${time(since, words.short(since))}`
  return markup`<li class="${state}">
<div class="head"><h3><bdi>${name}</bdi></h3><p class="state"><span aria-hidden="true">${ICONS[state]} </span>${words.texts.states[state]}${from}</p></div>
${dayHistory(name, days, words.texts)}
</li>
`
}

function incidentItem(incident: PublicIncident, words: ZonedWords): Markup {
  const { id, state, since, until, notes } = incident
  const [fromText, toText] = words.texts.from(until !== undefined)
  const from = markup`${fromText}${time(since, words.full(since))}${toText}`
  const to = until === undefined ? markup`` : time(until, words.full(until))
  return markup`<li id="i-${id}" class="${state}">
<h3><bdi>${incidentInWords(incident, words)}</bdi></h3>
<p class="soft">${from}${to}</p>
${notes.map(
  ({ at, text }) => markup`<p>${time(at, words.full(at))}</p>
<p class="text"><bdi>${text}</bdi></p>
`,
)}</li>
`
}

function time(at: number, words: string): Markup {
  return markup`<time datetime="${new Date(at).toISOString()}">${words}</time>`
}
