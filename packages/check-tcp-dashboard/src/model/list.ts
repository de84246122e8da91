import type { Verdict } from 'check-tcp-monitor/http-api'
import { BY_URGENCY, worstFirst } from './order.js'
import { isCalm, type Row } from './row.js'

export const GROUPINGS = ['none', 'tag', 'location'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** What of the rows is shown: a verdict, or `muted`: silenced, in maintenance or acknowledged. */
export const SHOWN = [...BY_URGENCY, 'muted'] as const
export type Shown = (typeof SHOWN)[number]

/** What somebody wants to see; the address of the page says it. */
export interface Wish {
  readonly show: Shown | undefined
  readonly search: string
  readonly group: Grouping
}

/** A line of the list. */
export type Item =
  | { readonly kind: 'row'; readonly row: Row; readonly key: string }
  | {
      readonly kind: 'group'
      /** Empty: those without any. */
      readonly name: string
      readonly rows: readonly Row[]
      readonly key: string
    }

/** The lines that somebody wants to see, in their order. */
export function listOf(rows: readonly Row[], { show, search, group }: Wish): Item[] {
  const words = wordsOf(search)
  const wanted = rows.filter(
    (row) => isShown(row, show) && words.every((word) => matches(row, word)),
  )
  wanted.sort(worstFirst)
  if (group === 'none') return wanted.map((row) => ({ kind: 'row', row, key: row.id }))
  return groupsOf(wanted, group).flatMap(([name, own]) => [
    { kind: 'group' as const, name, rows: own, key: `group ${name}` },
    ...own.map((row) => ({ kind: 'row' as const, row, key: `${name} ${row.id}` })),
  ])
}

function isShown(row: Row, show: Shown | undefined): boolean {
  if (show === undefined) return true
  return show === 'muted' ? isCalm(row) : row.verdict === show
}

/** Those with the worst row first, since rows come worst first; those without a name last. */
function groupsOf(rows: readonly Row[], group: 'tag' | 'location'): [string, Row[]][] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const names = group === 'tag' ? row.tags : row.from
    for (const name of names.length > 0 ? names : ['']) {
      const own = groups.get(name)
      if (own) own.push(row)
      else groups.set(name, [row])
    }
  }
  return [...groups].sort(([a], [b]) => Number(a === '') - Number(b === ''))
}

function wordsOf(search: string): readonly string[] {
  return search.toLowerCase().split(/\s+/).filter(Boolean)
}

const texts = new WeakMap<Row, string>()

/** In the name, host, port, error or a tag; `tag:NAME` in tags alone. */
function matches(row: Row, word: string): boolean {
  if (word.startsWith('tag:')) return row.tags.some((tag) => tag.toLowerCase() === word.slice(4))
  let text = texts.get(row)
  if (text === undefined) {
    text = [row.id, row.target, row.why, ...row.tags, ...row.from].join('\n').toLowerCase()
    texts.set(row, text)
  }
  return text.includes(word)
}

/** How many of the rows are to be found under each filter. */
export function countShown(rows: readonly Row[]): Readonly<Record<Shown, number>> {
  const counts: Record<Verdict | 'muted', number> = {
    ...{ pending: 0, up: 0, degraded: 0, down: 0, unknown: 0, muted: 0 },
  }
  for (const row of rows) {
    counts[row.verdict]++
    if (isCalm(row)) counts.muted++
  }
  return counts
}
