import type { CheckWire } from 'check-tcp-monitor/http-api'
import { Card, Facts } from '../parts/card.js'
import { useMore } from '../parts/lazy.js'
import { checkPath } from '../parts/paths.js'
import { useWords } from '../parts/reader.js'
import { Moment } from '../parts/time.js'

/** How the check is made, and who is told. */
export function FactsCard({ check }: { readonly check: CheckWire }) {
  const { t, lasting, response } = useWords()
  const { check: texts } = useMore()
  const { newest, baseline, incident, suppressed_by: suppressedBy } = check
  const address = newest?.address
  return (
    <Card title={texts.facts}>
      <Facts
        facts={[
          [texts.since, <Moment key="since" at={Date.parse(check.since)} />],
          [texts.every, lasting(check.every)],
          [texts.location, check.locations ? undefined : check.location],
          [texts.newest, newest && <Moment key="newest" at={Date.parse(newest.timestamp)} />],
          [texts.address, address && <code>{address}</code>],
          [
            texts.normal,
            baseline && t.row.normal(response(baseline.typical), response(baseline.high)),
          ],
          [
            texts.dependsOn,
            check.depends_on.length > 0 &&
              check.depends_on.map((id) => (
                <a key={id} class="listed" href={checkPath(id)} data-page>
                  {id}
                </a>
              )),
          ],
          [texts.alert, texts.alertWithin(lasting(check.worst_case_until_alert))],
          [
            texts.told,
            incident && (suppressedBy ? texts.suppressedBy[suppressedBy] : texts.isTold),
          ],
          [
            texts.acknowledged,
            incident?.acknowledged &&
              [incident.acknowledged.by, incident.acknowledged.note].filter(Boolean).join(': '),
          ],
        ]}
      />
    </Card>
  )
}
