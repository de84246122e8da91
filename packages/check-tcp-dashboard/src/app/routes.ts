/** Which part of the navigation a page belongs to. */
export type Section = 'overview' | 'incidents' | 'locations' | 'monitor'

export type PageName = Section | 'check' | 'incident'

export interface Route {
  readonly page: PageName
  readonly section: Section
  /** What the path names, such as a check. */
  readonly name: string
}

/** @returns undefined where no page has the path */
export function routeOf(pathname: string): Route | undefined {
  const [first = '', encoded = '', ...more] = pathname.split('/').slice(1)
  const name = decoded(encoded)
  if (more.length > 0 || name === undefined) return undefined
  if (first === 'checks' && name !== '') return { page: 'check', section: 'overview', name }
  if (first === 'incidents' && name !== '') return { page: 'incident', section: 'incidents', name }
  if (name !== '') return undefined
  switch (first) {
    case '':
      return { page: 'overview', section: 'overview', name }
    case 'incidents':
    case 'locations':
    case 'monitor':
      return { page: first, section: first, name }
    default:
      return undefined
  }
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
