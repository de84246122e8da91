import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import type { ChartData } from './chart/chart-data.js'

interface ComparisonTableProps {
  readonly names: readonly string[]
  /** In the order of the names, with the same bins. */
  readonly data: readonly ChartData[]
}

/** What the comparison shows, as a table: the newest first, without bins of which nothing is known. */
export function ComparisonTable({ names, data }: ComparisonTableProps) {
  const words = useWords()
  const { check: texts } = useMore()
  const at = data[0]?.at ?? []
  const bins = [...at.keys()].filter((bin) => data.some(({ checks }) => (checks[bin] ?? 0) > 0))
  const cell = (ms: number | null | undefined) => (ms == null ? '–' : words.response(ms / 1_000))
  return (
    <div class="scroll tall" role="region" aria-label={texts.comparison} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.when}</th>
            {names.map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bins.reverse().map((bin) => (
            <tr key={bin}>
              <td>{words.absolute((at[bin] ?? 0) * 1_000)}</td>
              {names.map((name, place) => (
                <td key={name} class="number">
                  {cell(data[place]?.p50[bin])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
