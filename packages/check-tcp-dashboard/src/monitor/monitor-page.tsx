import type { StatusWire } from 'check-tcp-monitor/http-api'
import { useDesk } from '../api/desk.js'
import { useAsked } from '../api/use-asked.js'
import { Card, Facts } from '../parts/card.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { useTitle } from '../parts/use-title.js'
import { WaitingPage } from '../parts/waiting-page.js'
import { ChannelsCard } from './channels-card.js'
import { ConfigStateCard } from './config-state-card.js'
import { DeadLettersCard } from './dead-letters-card.js'
import { PlannedCard } from './planned-card.js'

const REFRESH_MS = 5_000

/** How the monitor itself is: its schedule, its history, its channels, its config. */
export function MonitorPage() {
  const { t, lasting, number, bytes, response } = useWords()
  const { monitor: texts } = useMore()
  const { access } = useDesk()
  useTitle(t.nav.monitor)
  const asked = useAsked<StatusWire>('/api/v1/status', { every: REFRESH_MS })
  const status = asked.data
  if (!status) return <WaitingPage title={t.nav.monitor} {...asked} />
  const { store, schedule, results, checks } = status
  const isWell = store.ok && checks.overdue === 0 && status.config.problem === undefined
  return (
    <article class="page">
      <h1>{isWell ? texts.isWell : texts.isNotWell}</h1>
      <div class="cards">
        <Card title={texts.schedule}>
          <Facts
            facts={[
              [texts.runs, texts.runsFor(lasting(status.uptime))],
              [texts.version, status.version],
              [texts.checks, number(checks.total)],
              [texts.underWay, number(checks.under_way)],
              [texts.overdue, number(checks.overdue)],
              [texts.begun, number(schedule.begun)],
              [texts.missed, number(schedule.missed)],
              [texts.overrun, number(schedule.overrun)],
            ]}
          />
        </Card>
        <Card title={texts.history}>
          {!store.ok && <p class="notice is-down">{store.problem ?? texts.storeFails}</p>}
          <Facts
            facts={[
              [texts.size, store.bytes !== undefined && bytes(store.bytes)],
              [texts.stored, store.stored !== undefined && number(store.stored)],
              [texts.commit, store.commit_time !== undefined && response(store.commit_time)],
              [texts.held, number(results.held)],
              [texts.dropped, number(results.dropped)],
            ]}
          />
        </Card>
        <ConfigStateCard mayReload={access.session.value.may.includes('admin')} />
      </div>
      <ChannelsCard />
      <DeadLettersCard />
      <PlannedCard />
    </article>
  )
}
