import { dirname, resolve } from 'node:path'
import { nearestSpelling, quote } from 'check-tcp/words'
import type { YamlTree } from 'check-tcp/yaml'
import type { MonitoredCheck } from '../../../core/config/check.js'
import type { MonitorConfig } from '../../../core/config/monitor-config.js'
import type { PublicService, StatusPageConfig } from '../../../core/config/status-page.js'
import { type StatusPagesInput, statusPagesSchema } from '../../schema/status-pages.js'
import { readValue, unknownName } from '../read-value.js'
import type { Source } from '../source.js'

type PageInput = StatusPagesInput[number]
type ServiceInput = PageInput['groups'][number]['services'][number]

interface Surroundings {
  readonly checks: readonly MonitoredCheck[]
  readonly http: MonitorConfig['http']
  /** Whether every file could be read; else a check may stand in another. */
  readonly areAll: boolean
  readonly source: Source
}

/** Reads `status_pages`. */
export function readStatusPages(
  tree: YamlTree | undefined,
  surroundings: Surroundings,
): readonly StatusPageConfig[] {
  if (!tree || tree.kind === 'broken') return []
  const { source } = surroundings
  const { problems } = source
  const read = readValue(statusPagesSchema, tree, { label: 'status_pages', problems })
  if (!read) return []
  const taken: Taken = { names: new Set(), addresses: addressesOf(surroundings.http) }
  return read.map((page, index) => {
    const at = part(tree, index)
    refuseTaken(page, at, taken, source)
    refuseTooMany(page, at, source)
    return pageOf(page, at, surroundings)
  })
}

interface Taken {
  readonly names: Set<string>
  /** What listens where. */
  readonly addresses: Map<string, string>
}

function addressesOf(http: MonitorConfig['http']): Map<string, string> {
  return new Map(http && http.port !== 0 ? [[`${http.host} ${http.port}`, 'the HTTP API']] : [])
}

function refuseTaken(
  { name, listen, export: exported }: PageInput,
  tree: YamlTree | undefined,
  { names, addresses }: Taken,
  { problems }: Source,
): void {
  const add = (key: string, message: string) => problems.push({ at: placeOf(tree, key), message })
  if (names.has(name)) add('name', `the name ${quote(name)} is already that of another page`)
  names.add(name)
  if (!listen && !exported) {
    add('name', `the page ${quote(name)} is shown nowhere: give \`listen\`, \`export\` or both`)
  }
  if (!listen || listen.port === 0) return
  const address = `${listen.host} ${listen.port}`
  const holder = addresses.get(address)
  if (holder) add('listen', `${holder} listens there already: each needs an address of its own`)
  addresses.set(address, `the page ${quote(name)}`)
}

/** Of one page: it is made as a whole, and read on phones. */
const MAX_SERVICES = 200

function refuseTooMany(
  { name, groups }: PageInput,
  tree: YamlTree | undefined,
  { problems }: Source,
): void {
  const count = groups.reduce((sum, { services }) => sum + services.length, 0)
  if (count <= MAX_SERVICES) return
  const message = `the page ${quote(name)} has ${count} services, and a page has at most ${MAX_SERVICES}: make several, or let one service stand for a tag`
  problems.push({ at: placeOf(tree, 'groups'), message })
}

function pageOf(
  page: PageInput,
  tree: YamlTree | undefined,
  surroundings: Surroundings,
): StatusPageConfig {
  const { name, title, language, note, listen, time_zone, url, groups, export: exported } = page
  const { source } = surroundings
  const seen = new Set<string>()
  return {
    name,
    title,
    ...(language && { language }),
    ...(note !== undefined && { note }),
    ...(listen && { listen }),
    timeZone: time_zone,
    ...(url !== undefined && { url }),
    groups: groups.map(({ name: heading, services }, index) => ({
      ...(heading !== undefined && { name: heading }),
      services: services.map((service, position) => {
        const at = part(part(part(part(tree, 'groups'), index), 'services'), position)
        return serviceOf(service, at, seen, surroundings)
      }),
    })),
    ...(exported && {
      export: {
        directory: resolve(dirname(source.path), exported.directory),
        everyMs: exported.every,
      },
    }),
  }
}

function serviceOf(
  service: ServiceInput,
  tree: YamlTree | undefined,
  seen: Set<string>,
  surroundings: Surroundings,
): PublicService {
  const { name, check, tag } = service
  const { problems, warnings } = surroundings.source
  if (seen.has(name)) {
    const message = `the name ${quote(name)} is already that of another service of this page`
    problems.push({ at: placeOf(tree, 'name'), message })
  }
  seen.add(name)
  if ((check === undefined) === (tag === undefined)) {
    const message = `${quote(name)} needs either \`check\` or \`tag\`: what it stands for`
    problems.push({ at: placeOf(tree, 'name'), message })
  }
  const checks =
    check === undefined
      ? taggedBy(tag ?? '', tree, surroundings)
      : namedBy(check, tree, surroundings)
  const host = hostShownBy(name, checks, surroundings.checks)
  if (host !== undefined) {
    const message = `everybody will read the host ${quote(host)} in the name ${quote(name)}`
    warnings.push({ at: placeOf(tree, 'name'), message })
  }
  return { name, checks }
}

function namedBy(
  check: string | readonly string[],
  tree: YamlTree | undefined,
  { checks, areAll, source }: Surroundings,
): readonly string[] {
  const known = checks.map(({ id }) => id)
  const wanted = typeof check === 'string' ? [check] : check
  const place = part(tree, 'check')
  for (const [index, id] of wanted.entries()) {
    if (known.includes(id)) continue
    if (!areAll && nearestSpelling(id, known) === undefined) continue
    // A check that has a mistake of its own is told of there.
    const at = (place?.kind === 'list' ? place.items[index]?.at : place?.at) ?? 0
    source.problems.push({ at, message: unknownName('check', id, known) })
  }
  return [...new Set(wanted)]
}

function taggedBy(
  tag: string,
  tree: YamlTree | undefined,
  { checks, areAll, source }: Surroundings,
): readonly string[] {
  const own = checks.filter(({ tags }) => tags.includes(tag)).map(({ id }) => id)
  if (own.length > 0 || !areAll || tag === '') return own
  const nearest = nearestSpelling(tag, [...new Set(checks.flatMap(({ tags }) => tags))])
  const hint = nearest ? `; did you mean ${quote(nearest)}?` : ''
  source.problems.push({
    at: placeOf(tree, 'tag'),
    message: `no check has the tag ${quote(tag)}${hint}`,
  })
  return own
}

function hostShownBy(
  name: string,
  own: readonly string[],
  checks: readonly MonitoredCheck[],
): string | undefined {
  const hosts = checks.filter(({ id }) => own.includes(id)).map(({ parameters }) => parameters.host)
  // A host such as `db` may well be a word of the name.
  return hosts.find((host) => /[.:]/.test(host) && name.toLowerCase().includes(host.toLowerCase()))
}

function part(tree: YamlTree | undefined, key: string | number): YamlTree | undefined {
  if (tree?.kind === 'list') return tree.items[Number(key)]
  return tree?.kind === 'mapping' ? tree.entries.get(String(key))?.value : undefined
}

function placeOf(tree: YamlTree | undefined, key: string): number {
  return part(tree, key)?.at ?? tree?.at ?? 0
}
