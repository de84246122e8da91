import type { Notice } from '../../core/alert/notice.js'
import type { Baseline } from '../../core/response-time/baseline.js'
import { type LiveCheck, targetOf } from '../judge/check-runtime.js'
import { firstAdvice } from './first-advice.js'

/** What a notice says besides its incident. */
export type MatterDescription = Omit<Notice, 'kind' | 'at' | 'incident'>

/**
 * @param covers how many others it stands for
 * @param neighbours the other checks of the same host
 */
export function describeMatter(
  location: string,
  covers: number,
  live?: LiveCheck,
  normal?: Baseline,
  neighbours: readonly LiveCheck[] = [],
): MatterDescription {
  const stands = covers > 0 ? { covers } : {}
  if (!live) return { location, tags: [], ...stands }
  const { check, newest } = live
  const advice = firstAdvice(live, normal, neighbours)
  return {
    location,
    tags: check.tags,
    target: targetOf(check),
    ...(check.description === undefined ? {} : { description: check.description }),
    ...(check.alertRoutes ? { routes: check.alertRoutes } : {}),
    ...(normal ? { normal } : {}),
    ...(check.expectedResponseMs === undefined ? {} : { limitMs: check.expectedResponseMs }),
    ...(newest?.responseMs === undefined ? {} : { responseMs: newest.responseMs }),
    ...(advice === undefined ? {} : { advice }),
    ...stands,
  }
}
