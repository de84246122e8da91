import type { Notice } from '../../core/alert/notice.js'
import { advice, baselineInWords, details } from './details.js'
import { evidenceInWords } from './evidence-words.js'
import { groupTitle } from './group-title.js'
import { cut, shown } from './shown.js'
import { summary } from './summary.js'

/** Of a mail's subject or a notification, UTF-16 units. RFC 5322 section 2.1.1 has lines of 998 at most. */
const LONGEST_TITLE = 250

/** The title of a message: the summary of its one notice, or how many there are of each kind and which come first. */
export function messageTitle(notices: readonly Notice[]): string {
  const [first] = notices
  return cut(notices.length === 1 && first ? summary(first) : groupTitle(notices), LONGEST_TITLE)
}

/**
 * The text of a message: all details of its one notice; of many, the title first, then what is known of each in a
 * few lines, as many as there is room for.
 *
 * @param most UTF-16 units, at least 500
 */
export function messageText(notices: readonly Notice[], most: number): string {
  const [first] = notices
  if (notices.length === 1 && first) return cut(details(first), most)
  const parts = [messageTitle(notices)]
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

/**
 * Title and text of a message for receivers that show the title above the text: the text does not begin with it again.
 *
 * @param most UTF-16 units of the text, at least 500
 */
export function titleAndText(
  notices: readonly Notice[],
  most: number,
): { readonly title: string; readonly text: string } {
  const title = messageTitle(notices)
  const start = `${title}\n\n`
  const text = messageText(notices, most)
  return { title, text: text.startsWith(start) ? text.slice(start.length) : text }
}

function short(notice: Notice): string {
  const { incident, kind } = notice
  const baseline = baselineInWords(notice)
  const lines = [summary(notice)]
  if (baseline !== undefined) lines.push(`  normal response: ${baseline}`)
  if (kind !== 'resolved') lines.push(`  first step: ${advice(notice)}`)
  const evidence = evidenceInWords(notice)
  if (evidence !== undefined) lines.push(`  evidence: ${evidence}`)
  lines.push(`  incident: ${shown(incident.id)}`)
  return lines.join('\n')
}
