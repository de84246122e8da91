import { jsonText } from 'check-tcp/words'
import * as v from 'valibot'
import type { SendOutcome } from '../../core/alert/channel.js'
import type { Notice } from '../../core/alert/notice.js'
import { text, url } from '../../core/config/schema-words.js'
import { noticeId } from '../outbox/notice-id.js'
import { advice, baselineInWords } from '../wording/details.js'
import { evidenceInWords, nextStepInWords } from '../wording/evidence-words.js'
import { cut, shown } from '../wording/shown.js'
import { faultInWords, summary } from '../wording/summary.js'
import { duration } from '../wording/times.js'
import { defineChannel } from './define-channel.js'
import { httpPost } from './http/http-post.js'
import { TakenOfMessage } from './http/taken-of-message.js'

const ENQUEUE = 'https://events.pagerduty.com/v2/enqueue'

/** Of `payload.summary` ("PD-CEF: Fields"). */
const LONGEST_SUMMARY = 1_024

/**
 * Sends each notice as one event, in order (PagerDuty Events API v2, "Send an alert event"). The incident's id is the
 * `dedup_key`, so a repeated event changes nothing. 202 says that an event is queued; 400 that it never will be; 429 and
 * 5xx that it may be later.
 */
export const pagerduty = defineChannel({
  schema: v.strictObject({
    kind: v.literal('pagerduty'),
    routing_key: v.pipe(text, v.description('Key of an Events API v2 integration')),
    url: v.optional(v.pipe(url, v.description("URL to use instead of the service's own"))),
  }),
  secrets: ['routing_key', 'url'],
  create({ routing_key, url = ENQUEUE }, { wallMs }) {
    const taken = new TakenOfMessage()
    return {
      async send({ key, notices }, signal): Promise<SendOutcome> {
        const byId = new Map(notices.map((notice) => [noticeId(notice), notice]))
        for (const id of taken.restOf(key, [...byId.keys()])) {
          const json = jsonText({ routing_key, ...eventOf(byId.get(id) as Notice) })
          const outcome = await httpPost({ url, json, secrets: [routing_key] }, signal, wallMs())
          if (outcome.kind !== 'delivered') return outcome
          taken.note(key, id)
        }
        taken.forget(key)
        return { kind: 'delivered' }
      },
    }
  },
})

function eventOf(notice: Notice) {
  const { incident, location, tags, target, at } = notice
  const action = actionOf(notice)
  return {
    event_action: action,
    dedup_key: incident.id,
    payload: {
      summary: cut(summary(notice), LONGEST_SUMMARY),
      source: shown(target ?? location),
      severity: incident.severity,
      timestamp: new Date(incident.since).toISOString(),
      component: shown(incident.subjectId, 200),
      group: shown(location, 200),
      class: incident.failure ?? incident.verdict,
      custom_details: {
        failure: incident.error === undefined ? undefined : shown(incident.error),
        fault: faultInWords(incident),
        baseline: baselineInWords(notice),
        duration: duration((incident.closedAt ?? at) - incident.since),
        do_first: advice(notice),
        evidence: evidenceInWords(notice),
        next_step: nextStepInWords(notice),
        tags: shown(tags.join(', ')),
        suppressed_count: notice.suppressedCount,
      },
    },
  }
}

/** A trigger for an alert that is open is noted there and pages nobody again. */
function actionOf({ kind, incident }: Notice): 'trigger' | 'acknowledge' | 'resolve' {
  if (kind === 'resolved') return 'resolve'
  return incident.acknowledged ? 'acknowledge' : 'trigger'
}
