import { quote } from 'check-tcp/words'
import type { MonitorConfig } from '../../core/config/monitor-config.js'
import type { ConfigDescription } from '../describe-config.js'

/** Of more checks than these the same is said once. */
const MAX_ALIKE = 3

/** Says of checks that nobody hears of, though nothing says that it is to be so; `file:line: message`. */
export function warnOfUnnotified(
  { checks, alerting }: MonitorConfig,
  description: ConfigDescription,
): readonly string[] {
  // Where there are no routes at all, that is said once, and nothing else has been asked for.
  if (alerting.routes.length === 0) return []
  const alike = new Map<string, string[]>()
  for (const [index, { name, unnotified }] of description.checks.entries()) {
    const check = checks[index]
    if (!check?.alert || unnotified === null) continue
    const when =
      unnotified.until === null
        ? 'no alert is ever sent'
        : `no alert is sent before ${unnotified.until}`
    const said = `${when} for it: ${unnotified.why}`
    const place = `${check.file}:${check.line}: ${quote(name)}`
    alike.set(said, [...(alike.get(said) ?? []), place])
  }
  return [...alike].flatMap(([said, places]) => {
    if (places.length <= MAX_ALIKE) return places.map((place) => `${place}: ${said}`)
    return [`${places[0]} and ${places.length - 1} more: ${said}`]
  })
}
