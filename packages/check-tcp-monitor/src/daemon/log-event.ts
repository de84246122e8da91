import type { Log } from '../core/log.js'
import type { MonitorEvent } from '../core/wire/event.js'
import type { FirstVerdicts } from './first-verdicts.js'

/**
 * What of the events is worth a line: what is believed of a target, and what became of incidents. Results are not, nor are
 * first verdicts that are logged together.
 */
export function logEvent(event: MonitorEvent, log: Log, firsts: FirstVerdicts): void {
  if (event.type === 'verdict') {
    const { id, verdict } = event.data
    if (firsts.take(id, verdict)) return
    const level = verdict === 'down' ? 'error' : verdict === 'up' ? 'info' : 'warn'
    log[level]({ check: id, verdict }, `${id} is ${verdict}`)
  } else if (event.type === 'incident') {
    const { id, subject, subjectId, verdict, error, acknowledged, closedAt } = event.data
    const about = subject === 'check' ? subjectId : `${subject} ${subjectId}`
    const what = closedAt !== undefined ? 'closed' : acknowledged ? 'acknowledged' : verdict
    const level = closedAt === undefined && !acknowledged ? 'warn' : 'info'
    log[level](
      { incident: id, ...(error === undefined ? {} : { error }) },
      `incident of ${about}: ${what}`,
    )
  }
}
