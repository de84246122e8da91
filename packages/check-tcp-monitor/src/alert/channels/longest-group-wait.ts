import { parse } from 'yaml'
import { goDurationMs } from '../../core/time/go-duration.js'

/** Of a root route that says nothing (Alertmanager's own default). */
const DEFAULT_GROUP_WAIT_MS = 30_000

/**
 * How long Alertmanager waits before it first tells a receiver of a group, at most: the longest `group_wait` among its
 * routes.
 *
 * @param config its configuration file
 * @returns milliseconds; undefined for what is no such file
 */
export function longestGroupWaitMs(config: string): number | undefined {
  try {
    const { route } = parse(config) as { readonly route?: unknown }
    if (!isMapping(route)) return undefined
    const root = goDurationMs(route.group_wait) ?? DEFAULT_GROUP_WAIT_MS
    return Math.max(root, ...waitsBelow(route))
  } catch {
    return undefined
  }
}

function* waitsBelow(route: Readonly<Record<string, unknown>>): Generator<number> {
  for (const child of Array.isArray(route.routes) ? route.routes : []) {
    if (!isMapping(child)) continue
    yield goDurationMs(child.group_wait) ?? 0
    yield* waitsBelow(child)
  }
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
