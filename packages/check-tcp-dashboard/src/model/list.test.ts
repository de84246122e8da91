import { expect, it } from 'vitest'
import { countShown, type Item, listOf, type Wish } from './list.js'
import { FLAG, type Row } from './row.js'

function row(index: number, change: Partial<Row> = {}): Row {
  return {
    ...{ index, id: `check-${index}`, target: `h${index}:443`, tags: [], from: [], verdict: 'up' },
    ...{ since: 1, newest: 0.1, typical: 0.1, high: 0.2, flags: 0, why: '', incident: '' },
    ...{ votes: [], strip: '' },
    ...change,
  }
}

const ROWS = [
  row(0, { tags: ['shop'] }),
  row(1, { verdict: 'down', since: 5, flags: FLAG.silenced, why: 'Connection refused' }),
  row(2, { verdict: 'down', since: 3, tags: ['mail'], why: 'Connection timeout' }),
  row(3, { verdict: 'degraded', since: 9, tags: ['shop', 'mail'] }),
  row(4, { verdict: 'down', since: 4 }),
]

const ALL: Wish = { show: undefined, search: '', group: 'none' }

const namesOf = (items: readonly Item[]) =>
  items.map((item) => (item.kind === 'row' ? item.row.index : item.name))

it('has what is wrong first, what nobody cares for yet before that, and what is new before what is old', () => {
  expect(namesOf(listOf(ROWS, ALL))).toEqual([4, 2, 1, 3, 0])
})

it('finds names, hosts, tags and errors, all words of a search, and tags alone', () => {
  const found = (search: string) => namesOf(listOf(ROWS, { ...ALL, search }))
  expect(found('REFUSED')).toEqual([1])
  expect(found('connection time')).toEqual([2])
  expect(found('h0')).toEqual([0])
  expect(found('tag:mail')).toEqual([2, 3])
  expect(found('tag:mai')).toEqual([])
})

it('shows a verdict alone, or what is muted', () => {
  expect(namesOf(listOf(ROWS, { ...ALL, show: 'down' }))).toEqual([4, 2, 1])
  expect(namesOf(listOf(ROWS, { ...ALL, show: 'muted' }))).toEqual([1])
  expect(countShown(ROWS)).toMatchObject({ down: 3, degraded: 1, up: 1, muted: 1 })
})

it('groups by tag, the worst group first, what has none last', () => {
  const grouped = namesOf(listOf(ROWS, { ...ALL, group: 'tag' }))
  expect(grouped).toEqual(['mail', 2, 3, 'shop', 3, 0, '', 4, 1])
})
