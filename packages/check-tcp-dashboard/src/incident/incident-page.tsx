import type { ExplainedIncidentWire } from 'check-tcp-monitor/http-api'
import { useDesk } from '../api/desk.js'
import { useAsked } from '../api/use-asked.js'
import { Card, Facts } from '../parts/card.js'
import { VerdictMark } from '../parts/icon.js'
import { useMore } from '../parts/lazy.js'
import { checkPath } from '../parts/paths.js'
import { useWords } from '../parts/reader.js'
import { Moment, Since } from '../parts/time.js'
import { useTitle } from '../parts/use-title.js'
import { WaitingPage } from '../parts/waiting-page.js'
import { EvidenceCards } from './evidence-card.js'
import { IncidentActs } from './incident-acts.js'
import { NotesCard } from './notes-card.js'
import { TimelineCard } from './timeline-card.js'

/** One incident as one story: what was seen, what was asked, who was told, what people did. */
export function IncidentPage({ name }: { readonly name: string }) {
  const { t, lasting, error: inWords } = useWords()
  const more = useMore()
  const { overview } = useDesk()
  const path = `/api/v1/incidents/${encodeURIComponent(name)}`
  const asked = useAsked<ExplainedIncidentWire>(path, { after: overview.version.value })
  const incident = asked.data
  const subjectName =
    incident &&
    (incident.subject === 'check' ? incident.subject_id : more.incident.subjects[incident.subject])
  const title = incident && more.incident.title(subjectName ?? '', t.verdict[incident.verdict])
  useTitle(title ? more.incident.page(title) : t.nav.incidents)
  if (!incident) return <WaitingPage title={t.nav.incidents} {...asked} />
  const { subject, subject_id: id, verdict, error, since, closed_at: closed, fault } = incident
  const texts = more.incident
  const seconds = (Date.parse(closed ?? since) - Date.parse(since)) / 1_000
  return (
    <article class="page">
      <header class={`page-head is-${closed ? 'up' : verdict}`}>
        <p class="crumbs">
          <a href="/incidents" data-page>
            {t.nav.incidents}
          </a>
        </p>
        <h1>{title}</h1>
        <p class="verdict-sentence">
          <VerdictMark
            verdict={closed ? 'up' : verdict}
            word={closed ? texts.over : t.verdict[verdict]}
          />{' '}
          {closed ? texts.lasted(lasting(seconds)) : <Since at={Date.parse(since)} />}
          {error && <b>{`: ${inWords(error)}`}</b>}
        </p>
        {fault && <p>{more.check.faults[fault]}</p>}
      </header>
      <IncidentActs incident={incident} onDone={asked.reload} />
      <div class="columns">
        <div>
          <EvidenceCards all={incident.evidence ?? []} />
          <TimelineCard path={path} after={incident} />
        </div>
        <div>
          <Card title={texts.facts}>
            <Facts
              facts={[
                [
                  texts.about,
                  subject === 'check' ? (
                    <a href={checkPath(id)} data-page>
                      {id}
                    </a>
                  ) : (
                    texts.subjects[subject]
                  ),
                ],
                [more.check.location, incident.location],
                [texts.severity, texts.severities[incident.severity]],
                [texts.begun, <Moment key="since" at={Date.parse(since)} />],
                [texts.opened, <Moment key="opened" at={Date.parse(incident.opened_at)} />],
                [texts.closed, closed && <Moment key="closed" at={Date.parse(closed)} />],
                [
                  texts.closedBecause,
                  incident.closed_because &&
                    (texts.reasons[incident.closed_because as keyof typeof texts.reasons] ??
                      incident.closed_because),
                ],
                [texts.code, incident.code && <code>{incident.code}</code>],
                [
                  more.check.acknowledged,
                  incident.acknowledged &&
                    [incident.acknowledged.by, incident.acknowledged.note]
                      .filter(Boolean)
                      .join(': '),
                ],
              ]}
            />
          </Card>
          <NotesCard path={path} notes={incident.notes ?? []} onDone={asked.reload} />
        </div>
      </div>
    </article>
  )
}
