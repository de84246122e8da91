import { useWords } from './reader.js'

interface ResponseTimeProps {
  /** Seconds, as all of them. */
  readonly newest: number | null
  readonly typical: number | null
  readonly high: number | null
}

const WIDTH = 64
/** Where the end of what is normal lies; what is slower has the rest. */
const NORMAL = 40

/** The newest response time, and where it lies against what is normal. */
export function ResponseTime({ newest, typical, high }: ResponseTimeProps) {
  const { t, response } = useWords()
  if (newest === null) return <span class="muted">{t.row.noResponse}</span>
  if (typical === null || high === null || high <= 0) return <span>{response(newest)}</span>
  const place = (seconds: number) =>
    Math.min(
      WIDTH - 2,
      seconds <= high ? (seconds / high) * NORMAL : NORMAL + Math.log2(seconds / high) * 8,
    )
  const said = t.row.normal(response(typical), response(high))
  return (
    <>
      <span class={newest > high ? 'is-over' : ''}>{response(newest)}</span>
      <svg class="normal" viewBox={`0 0 ${WIDTH} 10`} role="img" aria-label={said}>
        <title>{said}</title>
        <path class="normal-line" d={`M0 4.500h${WIDTH}v1H0z`} />
        <path class="normal-range" d={`M0 3h${NORMAL}v4H0z`} />
        <path class="normal-usual" d={`M${place(typical).toFixed(1)} 2h1.500v6h-1.500z`} />
        <path
          class={newest > high ? 'normal-now is-over' : 'normal-now'}
          d={`M${place(newest).toFixed(1)} 0h2.500v10h-2.500z`}
        />
      </svg>
    </>
  )
}
