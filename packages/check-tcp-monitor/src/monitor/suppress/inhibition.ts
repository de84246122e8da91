import type { Inhibiting } from '../../core/alert/router.js'
import type { SuppressionContext, Suppressor } from './suppressor.js'

/** An inhibition of the config keeps it back, as long as nobody was notified. */
export const suppressInhibited: Suppressor = ({ incident, runtime, notification }, context) => {
  if (notification.notified) return undefined
  const tags = runtime?.check.tags ?? []
  return context.router.isInhibited({ incident, tags }, announced(context))
    ? 'inhibition'
    : undefined
}

/** What is open and announced; made one by one, since mostly nobody asks. */
function* announced({ subjects, checks }: SuppressionContext): Generator<Inhibiting> {
  for (const { subject, subjectId, incident } of subjects.announced()) {
    const runtime = subject === 'check' ? checks.get(subjectId) : undefined
    if (incident) yield { incident, tags: runtime?.check.tags ?? [] }
  }
}
