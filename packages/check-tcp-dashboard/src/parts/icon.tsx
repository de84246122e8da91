import type { Verdict } from 'check-tcp-monitor/http-api'

/** Shapes that differ without their colour: what is down is an octagon with a cross, degraded a triangle, up a ring with a tick. */
const RING = 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z'

const PATHS = {
  down: 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3ZM5.5 5.5l5 5m0-5-5 5',
  degraded: 'M8 2 15 14H1ZM8 6.5V10m0 1.8v.2',
  unknown: `${RING}M6.2 6.3a1.9 1.9 0 1 1 2.6 1.8Q8 8.5 8 9.3m0 2v.2`,
  pending: `${RING}M8 4.5V8l2.5 1.5`,
  up: `${RING}M5.3 8.2l2 2 3.5-4`,
  muted: 'M3 11.5h10c-1-1-1.3-2-1.3-5a3.7 3.7 0 0 0-7.4 0c0 3-.3 4-1.3 5ZM7 14h2M2 2l12 12',
  pause: 'M5.5 3v10m5-10v10',
  seen: 'M2 8.5l4 4L14 4',
  close: 'M3 3l10 10m0-10L3 13',
  search: 'M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0ZM10.2 10.2 14 14',
} as const

export type IconName = keyof typeof PATHS

/** A picture beside a word, which says the same. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}

/** Icon, word and colour of a verdict. */
export function VerdictMark({
  verdict,
  word,
}: {
  readonly verdict: Verdict
  readonly word: string
}) {
  return (
    <span class={`mark is-${verdict}`}>
      <Icon name={verdict} />
      <span>{word}</span>
    </span>
  )
}
