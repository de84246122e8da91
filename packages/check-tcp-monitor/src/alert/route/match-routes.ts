import type { Inhibiting } from '../../core/alert/router.js'
import type { Inhibition, Route } from '../../core/config/alerting.js'
import type { Severity } from '../../core/verdict.js'

type Match = { readonly tags: readonly string[]; readonly severities: readonly Severity[] }

/** What routes go by. */
interface Routed {
  /** Routes by name, where the check names them. */
  readonly routes?: readonly string[] | undefined
  readonly tags: readonly string[]
  readonly severity: Severity
  /** Whether it is about a check, and not about the location or the monitor itself. */
  readonly isOfCheck: boolean
}

/**
 * The routes that take a notice: those it names, or the first that matches and those after routes that say `continue`.
 * What is about the location or the monitor itself has no tags and goes by severity alone; where no route takes it, the
 * first one does, since somebody must know.
 */
export function matchRoutes(
  routes: readonly Route[],
  { routes: named, tags, severity, isOfCheck }: Routed,
): readonly Route[] {
  if (named) return routes.filter(({ name }) => named.includes(name))
  const taken: Route[] = []
  for (const route of routes) {
    const wanted = { tags: isOfCheck ? route.tags : [], severities: route.severities }
    if (!matches(wanted, tags, severity)) continue
    taken.push(route)
    if (!route.continue) break
  }
  return taken.length === 0 && !isOfCheck ? routes.slice(0, 1) : taken
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
  const isMatched = (match: Match, { tags, incident }: Inhibiting) =>
    matches(match, tags, incident.severity)
  return inhibitions.some(
    ({ source, target }) => isMatched(source, open) && isMatched(target, notice),
  )
}

function matches({ tags, severities }: Match, own: readonly string[], severity: Severity): boolean {
  return (
    tags.every((tag) => own.includes(tag)) &&
    (severities.length === 0 || severities.includes(severity))
  )
}
