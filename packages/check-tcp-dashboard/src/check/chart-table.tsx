import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import type { ChartData } from './chart/chart-data.js'

/** What the chart shows, as a table: the newest first, without bins of which nothing is known. */
export function ChartTable({ data }: { readonly data: ChartData }) {
  const words = useWords()
  const { check: texts } = useMore()
  const ms = (value: number | null | undefined) =>
    value == null ? '–' : words.response(value / 1_000)
  const bins = [...data.at.keys()].filter((bin) => (data.checks[bin] ?? 0) > 0).reverse()
  return (
    <div class="scroll tall" role="region" aria-label={texts.chart} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.when}</th>
            {['p50', 'p95', 'p99', texts.checks, texts.lost, texts.downShare].map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
            <th scope="col">{texts.failuresTitle}</th>
          </tr>
        </thead>
        <tbody>
          {bins.map((bin) => (
            <tr key={bin}>
              <td>{words.absolute((data.at[bin] ?? 0) * 1_000)}</td>
              <td class="number">{ms(data.p50[bin])}</td>
              <td class="number">{ms(data.p95[bin])}</td>
              <td class="number">{ms(data.p99[bin])}</td>
              <td class="number">{words.number(data.checks[bin] ?? 0)}</td>
              <td class="number">{words.number(data.lost[bin] ?? 0)}</td>
              <td class="number">{words.share(data.down[bin] ?? 0)}</td>
              <td>
                {Object.entries(data.failures[bin] ?? {})
                  .map(
                    ([name, count]) =>
                      `${texts.failures[name as keyof typeof texts.failures] ?? name}: ${count}`,
                  )
                  .join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
