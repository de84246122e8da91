import type { Notice } from '../../core/alert/notice.js'

/** The same for every delivery of the same notice, whatever message it comes in: at most 170 characters. */
export function noticeId({ incident, kind, at }: Notice): string {
  return `${incident.id}:${kind}:${Math.floor(at)}`
}
