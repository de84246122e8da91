import type { CheckWire } from 'check-tcp-monitor/http-api'
import { concerns, usePlanned } from '../acts/use-planned.js'
import { useDesk } from '../api/desk.js'
import { useAsked } from '../api/use-asked.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { useTitle } from '../parts/use-title.js'
import { WaitingPage } from '../parts/waiting-page.js'
import { CertificateCard } from './certificate-card.js'
import { ChartCard } from './chart-card.js'
import { CheckActs } from './check-acts.js'
import { CheckHead } from './check-head.js'
import { ConfigCard } from './config-card.js'
import { FactsCard } from './facts-card.js'
import { HeatMapCard } from './heat-map-card.js'
import { IncidentsCard } from './incidents-card.js'
import { LocationsCard } from './locations-card.js'
import { PlannedNotices } from './planned-notices.js'
import { ResultsCard } from './results-card.js'

/** Everything about one check. */
export function CheckPage({ name }: { readonly name: string }) {
  const { t } = useWords()
  const { check: texts } = useMore()
  const { overview } = useDesk()
  const row = overview.version.value > 0 ? overview.rowOf(name) : undefined
  const path = `/api/v1/checks/${encodeURIComponent(name)}`
  const asked = useAsked<CheckWire>(path, { after: row })
  const planned = usePlanned(row)
  const check = asked.data
  useTitle(check ? `${name}: ${t.verdict[check.verdict]}` : name)
  if (!check) return <WaitingPage title={name} {...asked} />
  return (
    <article class="page">
      <CheckHead check={check} />
      <PlannedNotices
        windows={planned.windows.filter((each) => concerns(each, check))}
        onEnd={planned.end}
      />
      <CheckActs
        check={check}
        onDone={() => {
          asked.reload()
          planned.reload()
        }}
      />
      <div class="columns">
        <div>
          <ChartCard check={check} />
          <ResultsCard path={path} after={row} />
          <HeatMapCard path={path} />
        </div>
        <div>
          <FactsCard check={check} />
          {check.locations && <LocationsCard locations={check.locations} />}
          {check.tls && <CertificateCard tls={check.tls} />}
          <IncidentsCard
            title={texts.incidents}
            path={`/api/v1/incidents?${new URLSearchParams({ check: name, limit: '10' })}`}
            after={check.incident?.id}
          />
          <ConfigCard path={path} />
        </div>
      </div>
    </article>
  )
}
