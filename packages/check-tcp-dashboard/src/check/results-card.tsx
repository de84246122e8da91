import type { ResultWire } from 'check-tcp-monitor/http-api'
import { useState } from 'preact/hooks'
import { useAsked } from '../api/use-asked.js'
import { Card } from '../parts/card.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { Moment } from '../parts/time.js'
import { Waiting } from '../parts/waiting.js'

const FEW = 8
const MANY = 100

interface Results {
  readonly results: readonly ResultWire[]
}

/** The newest results, each with its address and attempts. */
export function ResultsCard({ path, after }: { readonly path: string; readonly after: unknown }) {
  const { t, response, error } = useWords()
  const { check: texts } = useMore()
  const [limit, setLimit] = useState(FEW)
  const asked = useAsked<Results>(`${path}/results?limit=${limit}`, { after })
  const { data } = asked
  const several = new Set(data?.results.map(({ location }) => location)).size > 1
  return (
    <Card
      title={texts.results}
      aside={
        <button type="button" class="quiet" onClick={() => setLimit(limit === FEW ? MANY : FEW)}>
          {limit === FEW ? texts.moreResults : texts.fewerResults}
        </button>
      }
    >
      {!data && <Waiting {...asked} />}
      {data && (
        <div class="scroll" role="region" aria-label={texts.results} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.when}</th>
                {several && <th scope="col">{texts.location}</th>}
                <th scope="col">{texts.outcome}</th>
                <th scope="col" class="number">
                  {t.overview.columns.response}
                </th>
                <th scope="col" class="number">
                  {texts.attempts}
                </th>
                <th scope="col">{texts.address}</th>
              </tr>
            </thead>
            <tbody>
              {data.results.map((result) => (
                <tr key={`${result.location} ${result.timestamp}`}>
                  <td>
                    <Moment at={Date.parse(result.timestamp)} exact />
                  </td>
                  {several && <td>{result.location}</td>}
                  <td class={`outcome-${result.outcome}`}>
                    {result.error ? error(result.error) : texts.outcomes[result.outcome]}
                    {result.syn_retransmits
                      ? ` (${texts.retransmits(result.syn_retransmits)})`
                      : ''}
                  </td>
                  <td class="number">
                    {result.response_time === undefined ? '–' : response(result.response_time)}
                  </td>
                  <td class="number">{result.attempts}</td>
                  <td>
                    <code>{result.address ?? '–'}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}
