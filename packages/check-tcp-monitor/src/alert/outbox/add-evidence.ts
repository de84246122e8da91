import type { Notice } from '../../core/alert/notice.js'
import { noticeEvidence } from '../../core/alert/notice-evidence.js'
import type { OutboxEntry } from '../../core/alert/outbox.js'
import type { HistoryQueries } from '../../core/store/history-queries.js'

/** Longer than any look takes: whoever waits for one is woken when it is over. */
const LOOK_AGAIN_MS = 15_000

/** Whether notices of an incident are to wait for a look that is under way. */
export type IsEvidenceAwaited = (incidentId: string) => boolean

/** Notices that wait for evidence are not due yet; what is sent on another's account takes them along all the same. */
export function holdAwaited(
  entries: readonly OutboxEntry[],
  isAwaited: IsEvidenceAwaited,
  now: number,
): readonly OutboxEntry[] {
  return entries.map((entry) => {
    const { kind, incident } = entry.notice
    const isEarly = entry.tries === 0 && kind !== 'resolved' && isAwaited(incident.id)
    return isEarly ? { ...entry, notBefore: Math.max(entry.notBefore, now + LOOK_AGAIN_MS) } : entry
  })
}

/** Notices with the newest evidence of their incidents. Where the history cannot be read, they go without. */
export function withEvidence(
  notices: readonly Notice[],
  queries: Pick<HistoryQueries, 'incidentEntries'>,
): Promise<readonly Notice[]> {
  return Promise.all(
    notices.map(async (notice) => {
      const { kind, incident } = notice
      if (kind === 'resolved' || incident.subject !== 'check') return notice
      const entries = await queries.incidentEntries(incident.id).catch(() => [])
      const newest = entries.findLast(({ entry }) => entry.evidence)?.entry.evidence
      return newest ? { ...notice, evidence: noticeEvidence(newest) } : notice
    }),
  )
}
