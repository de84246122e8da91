import type { Notice } from '../../core/notice.js'
import { advice, details, normalInWords } from './details.js'
import { cut, shown } from './shown.js'
import { headline, summary } from './summary.js'

/** Of a mail's subject or a notification, UTF-16 units. RFC 5322 section 2.1.1 has lines of 998 at most. */
const LONGEST_TITLE = 250

/** The title of a message: the summary of its one notice, or how many there are of each kind. */
export function messageTitle(notices: readonly Notice[]): string {
  const [first] = notices
  return cut(notices.length === 1 && first ? summary(first) : counts(notices), LONGEST_TITLE)
}

/**
 * The text of a message: all details of its one notice; of many, the counts first, then what is known of each in two or
 * three lines, as many as there is room for.
 *
 * @param most UTF-16 units, at least 500
 */
export function messageText(notices: readonly Notice[], most: number): string {
  const [first] = notices
  if (notices.length === 1 && first) return cut(details(first), most)
  const parts = [counts(notices)]
  // Room for the line that tells of those left out.
  let room = most - (parts[0]?.length ?? 0) - 40
  let told = 0
  for (const notice of notices) {
    const part = short(notice)
    room -= part.length + 2
    if (room < 0) break
    parts.push(part)
    told++
  }
  if (told < notices.length) parts.push(`and ${notices.length - told} more`)
  return parts.join('\n\n')
}

/** `12 notices: 9 DOWN, 3 RESOLVED`, in the order in which the kinds come up. */
function counts(notices: readonly Notice[]): string {
  const kinds = new Map<string, number>()
  for (const notice of notices) {
    const kind = headline(notice)
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  const words = [...kinds].map(([kind, count]) => `${count} ${kind}`)
  return `${notices.length} notices: ${words.join(', ')}`
}

function short(notice: Notice): string {
  const { incident, normal, kind } = notice
  const lines = [summary(notice)]
  if (incident.subject === 'check') lines.push(`  normal: ${normalInWords(normal)}`)
  if (kind !== 'resolved') lines.push(`  do first: ${advice(notice)}`)
  lines.push(`  incident: ${shown(incident.id)}`)
  return lines.join('\n')
}
