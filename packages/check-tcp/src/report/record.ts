import { jsonSafe } from './formats/json-safe.js'
import { checkResultOf } from './outcome.js'
import type { ReportEntry, ReportKind } from './reporter.js'

/** What the JSON formats write of an entry: a target's result itself, a task's with its name and plugin. */
export function recordOf(entry: ReportEntry, kind: ReportKind): unknown {
  const result = checkResultOf(entry) ?? jsonSafe(entry.result)
  if (kind !== 'tasks') return result
  const { result: _, ...explanation } = entry.explanation ?? {}
  return {
    name: entry.name,
    plugin: entry.plugin,
    result,
    ...(entry.explanation ? { explanation } : {}),
  }
}
