import type { Notice } from '../../core/alert/notice.js'
import { shown } from './shown.js'
import { headline, nameOf } from './summary.js'

/** Names of a kind that are written out, where there are more. */
const NAMED = 2

/** Tags that are written out; more say nothing to a reader of a title. */
const MAX_TAGS = 3

/**
 * The title of several notices: `57 down in rack3: svc_0001, svc_0002 and 55 more; 1 resolved: gw`, by the kinds in the
 * order in which they come up, with the tags that all of a kind have.
 */
export function groupTitle(notices: readonly Notice[]): string {
  const kinds = new Map<string, Notice[]>()
  for (const notice of notices) {
    const kind = headline(notice).toLowerCase()
    const known = kinds.get(kind)
    if (known) known.push(notice)
    else kinds.set(kind, [notice])
  }
  const title = [...kinds].map(([kind, those]) => part(kind, those)).join('; ')
  return notices.every(({ alone }) => alone) ? `${title} (seen from ${from(notices)} alone)` : title
}

function from(notices: readonly Notice[]): string {
  return shown(notices[0]?.location ?? '', 40)
}

function part(kind: string, notices: readonly Notice[]): string {
  const tags = commonTags(notices)
  const where = tags.length > 0 ? ` in ${tags.join(', ')}` : ''
  return `${notices.length} ${kind}${where}: ${namesOf(notices)}`
}

function commonTags([first, ...others]: readonly Notice[]): readonly string[] {
  const common = (first?.tags ?? []).filter((tag) => others.every(({ tags }) => tags.includes(tag)))
  return common.slice(0, MAX_TAGS).map((tag) => shown(tag, 40))
}

function namesOf(notices: readonly Notice[]): string {
  const names = [...new Set(notices.map((notice) => nameOf(notice, 40)))]
  if (names.length <= NAMED + 1) return listInWords(names)
  return `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`
}

/** `a`, `a and b`, `a, b and c` */
function listInWords(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last
}
