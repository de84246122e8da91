import type { SilenceWire } from 'check-tcp-monitor/http-api'
import { useDesk } from '../api/desk.js'
import { useAsked } from '../api/use-asked.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { describeError } from './describe-error.js'

type Kind = 'silences' | 'maintenance'

/** A silence, or maintenance that comes once. */
export interface Planned extends SilenceWire {
  readonly kind: Kind
}

const REFRESH_MS = 10_000

/** What is silenced and planned, and a way to end it. @param after asked again when it changes */
export function usePlanned(after?: unknown) {
  const { t } = useWords()
  const { monitor: texts } = useMore()
  const { ask, notes } = useDesk()
  const how = { after, every: REFRESH_MS }
  const silences = useAsked<Readonly<Record<'silences', readonly SilenceWire[]>>>(
    '/api/v1/silences',
    how,
  )
  const planned = useAsked<Readonly<Record<'maintenance', readonly SilenceWire[]>>>(
    '/api/v1/maintenance',
    how,
  )
  const windows: readonly Planned[] = [
    ...(silences.data?.silences ?? []).map((each) => ({ ...each, kind: 'silences' as const })),
    ...(planned.data?.maintenance ?? []).map((each) => ({ ...each, kind: 'maintenance' as const })),
  ]
  const reload = () => {
    silences.reload()
    planned.reload()
  }
  const end = async ({ kind, id }: Planned) => {
    try {
      await ask(`/api/v1/${kind}/${encodeURIComponent(id)}`, { method: 'DELETE' })
      notes.add(texts.ended)
    } catch (error) {
      notes.add(describeError(error, t), { isError: true })
    }
    reload()
  }
  return { windows, end, reload }
}

/** Whether it holds for a check. */
export function concerns(
  { matches }: Planned,
  { id, tags }: { readonly id: string; readonly tags: readonly string[] },
): boolean {
  return matches === '*' || matches === id || tags.some((tag) => matches === `tag:${tag}`)
}
