import type { Message } from '../../../core/alert/channel.js'

/** What makes mail programs show the mails of one incident together (RFC 5322 section 3.6.4). */
interface ThreadHeaders {
  readonly messageId: string
  readonly inReplyTo?: string
  readonly references?: readonly string[]
}

/** Of incidents that one mail refers to: enough to be found, and short of the limit of lines (RFC 5322 section 2.1.1). */
const MAX_REFERENCES = 20

/**
 * The mail that opens one incident is the root of its thread, and its id comes from the incident's; all others refer to
 * the roots of their incidents, whether those were ever sent or not. The same message has the same id in every try.
 *
 * @param from the sender, whose domain makes the ids unique
 */
export function threadHeaders({ key, notices }: Message, from: string): ThreadHeaders {
  const domain = /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'check-tcp.invalid'
  const idOf = (local: string) => `<${local}@${domain}>`
  const roots = [...new Set(notices.map(({ incident }) => idOf(incident.id)))]
  const [root] = roots
  if (roots.length === 1 && root && notices[0]?.kind === 'opened') return { messageId: root }
  const references = roots.slice(0, MAX_REFERENCES)
  return {
    messageId: idOf(key),
    references,
    ...(root && roots.length === 1 ? { inReplyTo: root } : {}),
  }
}
