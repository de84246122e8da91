import type { TextProblem } from 'check-tcp/files'
import { quote } from 'check-tcp/words'
import type { YamlEntry, YamlTree } from 'check-tcp/yaml'
import type * as v from 'valibot'
import { MAIN_TOKEN } from '../../../core/config/access.js'
import type { MonitorConfig } from '../../../core/config/monitor-config.js'
import type { authProxy, token, tokens } from '../../schema/access.js'
import type { Source } from '../source.js'

type Access = Pick<NonNullable<MonitorConfig['http']>, 'token' | 'tokens' | 'authProxy'>

interface Read {
  readonly token?: v.InferOutput<typeof token> | undefined
  readonly tokens?: v.InferOutput<typeof tokens> | undefined
  readonly auth_proxy?: v.InferOutput<typeof authProxy> | undefined
}

type Entries = ReadonlyMap<string, YamlEntry>

/** Who may call the API. */
export function readAccess({ token, tokens, auth_proxy: proxy }: Read): Access {
  return {
    ...(token !== undefined && { token }),
    ...(tokens && { tokens }),
    ...(proxy && {
      authProxy: {
        from: proxy.from,
        header: proxy.header.toLowerCase(),
        ...(proxy.role && { role: proxy.role }),
        roles: proxy.roles,
      },
    }),
  }
}

/** By its token a caller is told from others, and by its name people tell who did what. */
export function refuseLikeTokens(
  { token: main, tokens = [] }: Access,
  entries: Entries,
  problems: TextProblem[],
): void {
  const all = main === undefined ? tokens : [{ name: MAIN_TOKEN, token: main }, ...tokens]
  const own = all.length - tokens.length
  for (const [index, { name, token }] of tokens.entries()) {
    const before = all.slice(0, index + own)
    const item = itemOf(entries, index)
    const at = (key: string) => placeOf(item, key)
    if (before.some((each) => each.name === name)) {
      const message = `the name ${quote(name)} is already that of another token${name === MAIN_TOKEN ? ': `token` has it' : ''}`
      problems.push({ at: at('name'), message })
    }
    const same = before.find((each) => each.token === token)
    if (!same) continue
    const message = `the token ${quote(name)} is the same as ${quote(same.name)}: each needs one of its own`
    problems.push({ at: at('token'), message })
  }
}

/** A proxy by which nobody gets in is a slip. */
export function warnOfUselessProxy(
  { authProxy }: Access,
  entries: Entries,
  { warnings }: Source,
): void {
  if (!authProxy || authProxy.role || Object.keys(authProxy.roles).length > 0) return
  const at = entries.get('auth_proxy')?.keyAt ?? 0
  const message =
    '`auth_proxy` lets nobody in: give `role` for all its users, or `roles` for single ones'
  warnings.push({ at, message })
}

function itemOf(entries: Entries, index: number): YamlTree | undefined {
  const list = entries.get('tokens')?.value
  return list?.kind === 'list' ? list.items[index] : undefined
}

function placeOf(item: YamlTree | undefined, key: string): number {
  const entry = item?.kind === 'mapping' ? item.entries.get(key) : undefined
  return entry?.value.at ?? item?.at ?? 0
}
