import type { Notice } from '../../core/alert/notice.js'
import type { Inhibiting } from '../../core/alert/router.js'
import type { AlertingConfig, Inhibition, Route } from '../../core/config/alerting.js'
import type { Severity } from '../../core/verdict.js'

type Match = { readonly tags: readonly string[]; readonly severities: readonly Severity[] }

/**
 * The routes that take a notice: those it names, or the first that matches and those after routes that say `continue`.
 * What is about the location or the monitor itself has no tags and goes by severity alone; where no route takes it, the
 * first one does, since somebody must know.
 */
export function routesFor({ routes }: AlertingConfig, notice: Notice): readonly Route[] {
  const named = notice.routes
  if (named) return routes.filter(({ name }) => named.includes(name))
  const taken: Route[] = []
  for (const route of routes) {
    if (!takes(route, notice)) continue
    taken.push(route)
    if (!route.continue) break
  }
  if (taken.length === 0 && notice.incident.subject !== 'check') return routes.slice(0, 1)
  return taken
}

/**
 * Whether a notice that is open keeps `notice` from being sent. An incident does not inhibit itself, and nothing inhibits
 * what is about the location or the monitor itself: a channel that fails in an outage is news.
 */
export function inhibits(
  inhibitions: readonly Inhibition[],
  open: Inhibiting,
  notice: Inhibiting,
): boolean {
  if (notice.incident.subject !== 'check' || open.incident.id === notice.incident.id) return false
  return inhibitions.some(({ source, target }) => matches(source, open) && matches(target, notice))
}

function takes(route: Route, notice: Notice): boolean {
  const tags = notice.incident.subject === 'check' ? route.tags : []
  return matches({ tags, severities: route.severities }, notice)
}

function matches({ tags, severities }: Match, { tags: own, incident }: Inhibiting): boolean {
  return (
    tags.every((tag) => own.includes(tag)) &&
    (severities.length === 0 || severities.includes(incident.severity))
  )
}
