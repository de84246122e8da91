import type { Reasons, TaskReference } from './entry.js'

/** Why a check was made, with references where texts came from the environment. */
export function reasonsAsWritten({ task, ...others }: Reasons): Reasons {
  if (task === undefined) return others
  const { written, ...told } = taskOfOthers(task)
  const { tags } = others
  const ofTags = written?.tags
  if (!tags || !ofTags) return { task: told, ...others }
  const toldTags = tags.map((tag) => (Object.hasOwn(ofTags, tag) ? (ofTags[tag] ?? tag) : tag))
  return { task: told, ...others, tags: toldTags }
}

/** The same task for what is no check of its parameters, but is made with its tags. */
export function taskOfOthers({ written, name, ...place }: TaskReference): TaskReference {
  const tags = written?.tags
  return { name: written?.name ?? name, ...place, ...(tags ? { written: { tags } } : {}) }
}

/** The host as it was written, where it came from the environment. */
export function hostAsWritten(host: string, { task }: Reasons): string {
  const written = task?.written?.parameters?.host
  return typeof written === 'string' ? written : host
}

/** What is recorded of the parameters, with references instead of texts from the environment. */
export function parametersAsWritten(
  told: Readonly<Record<string, unknown>>,
  { task }: Reasons,
): Readonly<Record<string, unknown>> {
  const written = task?.written?.parameters ?? {}
  const entries = Object.entries(told).map(([key, value]) => [
    key,
    Object.hasOwn(written, key) ? written[key] : value,
  ])
  return Object.fromEntries(entries)
}
