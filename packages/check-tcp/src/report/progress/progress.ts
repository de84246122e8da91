import { formatDuration } from '../text/duration.js'

interface Progress {
  readonly done: number
  readonly failed: number
  /** Left out where nobody knows yet how many there will be. */
  readonly total?: number
  readonly elapsedMs: number
  /** How many are under way: where that is all that is left, the rate says nothing of when they end. @default 0 */
  readonly underWay?: number
}

const BAR_WIDTH = 20

/** `[█████░░░░░] 1234/20000 6% · 410/s · 1222 ok · 12 failed · 45.7 s left`, without a line end. */
export function renderProgress({ done, failed, total, elapsedMs, underWay = 0 }: Progress): string {
  const perSecond = elapsedMs > 0 ? (done / elapsedMs) * 1_000 : 0
  const parts = [
    total === undefined ? `${done} done` : counted(done, total),
    `${perSecond >= 10 ? Math.round(perSecond) : perSecond.toFixed(1)}/s`,
    ...(done > failed ? [`${done - failed} ok`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(total === undefined || done === 0 || done + underWay >= total
      ? []
      : [`${formatDuration((total - done) / perSecond)} left`]),
  ]
  return parts.join(' · ')
}

function counted(done: number, total: number): string {
  const share = total > 0 ? Math.min(done / total, 1) : 1
  const filled = Math.floor(share * BAR_WIDTH)
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled)
  return `[${bar}] ${done}/${total} ${Math.floor(share * 100)}%`
}
