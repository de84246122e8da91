import { GROUPINGS, type Grouping, SHOWN, type Shown, type Wish } from '../model/list.js'

/** What the address of the page says that somebody wants to see. */
export function readWish({ searchParams }: URL): Wish {
  const show = searchParams.get('show')
  const group = searchParams.get('group')
  return {
    show: SHOWN.find((each) => each === show),
    search: searchParams.get('q') ?? '',
    group: GROUPINGS.find((each) => each === group) ?? 'none',
  }
}

/** The address of the overview that says so. */
export function wishUrl(
  change: {
    readonly show?: Shown | undefined
    readonly search?: string
    readonly group?: Grouping
  },
  now: Wish,
): string {
  const { show, search, group } = { ...now, ...change }
  const query = new URLSearchParams()
  if (show) query.set('show', show)
  if (search) query.set('q', search)
  if (group !== 'none') query.set('group', group)
  const text = query.toString()
  return text === '' ? '/' : `/?${text}`
}
