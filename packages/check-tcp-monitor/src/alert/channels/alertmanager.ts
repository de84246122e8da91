import { jsonText } from 'check-tcp/words'
import * as v from 'valibot'
import type { SendOutcome } from '../../core/alert/channel.js'
import type { Notice } from '../../core/alert/notice.js'
import { textsByName, url } from '../../core/config/schema-words.js'
import { defineChannel } from './define-channel.js'
import { httpPost, judge } from './http/http-post.js'
import { type HttpRequest, httpRequest } from './http/http-request.js'
import { longestGroupWaitMs } from './longest-group-wait.js'
import { type Alert, alertOf } from './text/alert-of-notice.js'

/**
 * Sends incidents as alerts to Alertmanager (API v2, `POST /api/v2/alerts`), which then groups, silences and tells of them
 * by its own rules.
 *
 * An alert is known by all its labels, and those of an incident can change while it is open: its severity, a tag, a label
 * of the config. So what Alertmanager has of an incident under other labels is asked for and ended along with a change or
 * a resolve; nothing stays behind that fires for a year.
 *
 * Alertmanager forgets alerts when it is started again; a route's `repeat` tells it again.
 */
export const alertmanager = defineChannel({
  schema: v.strictObject({
    kind: v.literal('alertmanager'),
    url: v.pipe(url, v.description('URL of Alertmanager; `/api/v2/alerts` is added')),
    labels: v.optional(
      v.pipe(
        textsByName,
        v.description(
          'Added to each alert; `alertname`, `check`, `target`, `location`, `severity`, `tags`, `incident` are set by the monitor',
        ),
      ),
    ),
  }),
  secrets: ['url'],
  create({ url, labels }, { wallMs }) {
    const base = url.replace(/\/+$/, '')
    return {
      async send({ notices }, signal): Promise<SendOutcome> {
        const newest = newestOfEach(notices)
        const known = await alertsOf(base, newest.filter(mayHaveOtherLabels), signal, wallMs())
        if (known.kind !== 'known') return known
        const alerts = newest.map((notice) => alertOf(notice, labels))
        const ended = known.alerts
          .filter((old) => !alerts.some((alert) => sameLabels(alert, old)))
          .map((old) => endedAt(old, wallMs()))
        const json = jsonText([...alerts, ...ended])
        return httpPost({ url: `${base}/api/v2/alerts`, json }, signal, wallMs())
      },
      async waitsMs(signal) {
        const answer = await httpRequest({ method: 'GET', url: `${base}/api/v2/status` }, signal)
        const config = answer.kind === 'answered' ? configIn(answer.text) : undefined
        return config === undefined ? undefined : longestGroupWaitMs(config)
      },
    }
  },
})

/** The configuration in its status (API v2, `alertmanagerStatus`). */
function configIn(status: string): string | undefined {
  try {
    const { config } = JSON.parse(status) as { readonly config?: { readonly original?: unknown } }
    return typeof config?.original === 'string' ? config.original : undefined
  } catch {
    return undefined
  }
}

/** Of one incident only the newest state counts. */
function newestOfEach(notices: readonly Notice[]): readonly Notice[] {
  return [...new Map(notices.map((notice) => [notice.incident.id, notice])).values()]
}

function mayHaveOtherLabels({ kind }: Notice): boolean {
  return kind !== 'opened'
}

type Known =
  | { readonly kind: 'known'; readonly alerts: readonly Alert[] }
  | Exclude<SendOutcome, { kind: 'delivered' }>

/** What Alertmanager has of these incidents and takes to be open. */
async function alertsOf(
  base: string,
  notices: readonly Notice[],
  signal: AbortSignal,
  now: number,
): Promise<Known> {
  if (notices.length === 0) return { kind: 'known', alerts: [] }
  const ids = notices.map(({ incident }) => incident.id.replace(/[^\w-]/g, '.')).join('|')
  const filter = encodeURIComponent(`incident=~"${ids}"`)
  const request: HttpRequest = { method: 'GET', url: `${base}/api/v2/alerts?filter=${filter}` }
  const answer = await httpRequest(request, signal)
  const outcome = judge(answer, { request, now })
  if (outcome.kind !== 'delivered') return outcome
  const alerts = answer.kind === 'answered' ? alertsIn(answer.text) : undefined
  if (alerts) return { kind: 'known', alerts }
  return { kind: 'failed', error: 'the receiver does not answer as Alertmanager does' }
}

function alertsIn(text: string): readonly Alert[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) && parsed.every(isAlert) ? parsed : undefined
  } catch {
    return undefined
  }
}

function isAlert(value: unknown): value is Alert {
  const { labels, startsAt } = (value ?? {}) as Partial<Alert>
  return typeof labels === 'object' && labels !== null && typeof startsAt === 'string'
}

function sameLabels({ labels }: Alert, { labels: others }: Alert): boolean {
  const names = Object.keys(labels)
  return (
    names.length === Object.keys(others).length &&
    names.every((name) => labels[name] === others[name])
  )
}

function endedAt({ labels, annotations, startsAt }: Alert, now: number): Alert {
  return { labels, annotations, startsAt, endsAt: new Date(now).toISOString() }
}
