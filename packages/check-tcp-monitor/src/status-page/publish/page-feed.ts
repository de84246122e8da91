import { type Markup, markup } from '../markup/markup.js'
import type { PageModel, PublicIncident, PublicMaintenance } from '../page-model.js'
import { publicId } from '../public-id.js'
import { incidentInWords, maintenanceInWords, ZonedWords } from '../words.js'

/** Incidents and maintenance as an Atom feed (RFC 4287). */
export function pageFeed(model: PageModel): Markup {
  const { title, url, asOf, open, past, maintenance } = model
  const words = new ZonedWords(model)
  const entries = [
    ...maintenance.map((each) => maintenanceEntry(each, url, asOf, words)),
    ...[...open, ...past].map((each) => incidentEntry(each, url, words)),
  ]
  const id = url ?? `urn:check-tcp:status:${publicId('page', title)}`
  return markup`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${id}</id>
<title>${title}</title>
<updated>${momentOf(updatedOf(model))}</updated>
<author><name>${title}</name></author>
${
  url !== undefined &&
  markup`<link rel="alternate" type="text/html" href="${url}"/>
<link rel="self" type="application/atom+xml" href="${new URL('feed.atom', url).href}"/>
`
}${entries}</feed>
`
}

/** When the newest of it changed; where there is nothing, it has not changed for as long as anything is shown. */
function updatedOf({ asOf, open, past, maintenance }: PageModel): number {
  const changes = [...open, ...past].map(changedAt)
  const begun = maintenance.map(({ from }) => Math.min(from, asOf))
  const newest = Math.max(...changes, ...begun)
  return Number.isFinite(newest) ? newest : asOf
}

function changedAt({ since, until, notes }: PublicIncident): number {
  return Math.max(since, until ?? 0, ...notes.map(({ at }) => at))
}

function incidentEntry(
  incident: PublicIncident,
  url: string | undefined,
  words: ZonedWords,
): Markup {
  const { id, since, notes } = incident
  const [from] = words.texts.from(false)
  const texts = notes.map(({ at, text }) => `${words.full(at)}: ${text}`)
  return entry(`i-${id}`, {
    ...{ url, title: incidentInWords(incident, words) },
    ...{ published: since, updated: changedAt(incident) },
    text: [`${from}${words.full(since)}`, ...texts].join('\n\n'),
  })
}

function maintenanceEntry(
  maintenance: PublicMaintenance,
  url: string | undefined,
  asOf: number,
  words: ZonedWords,
): Markup {
  const updated = Math.min(maintenance.from, asOf)
  const title = maintenanceInWords(maintenance, words)
  return entry(`m-${maintenance.id}`, { url, title, published: updated, updated, text: title })
}

interface Entry {
  readonly url: string | undefined
  readonly title: string
  readonly published: number
  readonly updated: number
  readonly text: string
}

function entry(id: string, { url, title, published, updated, text }: Entry): Markup {
  const link = url === undefined ? undefined : new URL(`#${id}`, url).href
  return markup`<entry>
<id>${link ?? `urn:check-tcp:status:${id}`}</id>
<title>${title}</title>
<published>${momentOf(published)}</published>
<updated>${momentOf(updated)}</updated>
${
  link !== undefined &&
  markup`<link rel="alternate" type="text/html" href="${link}"/>
`
}<content type="text">${text}</content>
</entry>
`
}

function momentOf(ms: number): string {
  return new Date(ms).toISOString()
}
