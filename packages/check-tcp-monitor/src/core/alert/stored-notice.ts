import type { Notice } from './notice.js'

/** As fields were called before. */
interface Former {
  readonly covers?: Notice['suppressedCount']
  readonly normal?: Notice['baseline']
}

/** A notice out of the JSON that was stored of one, by this version or one before. */
export function readNotice(json: string): Notice {
  const { covers, normal, ...notice } = JSON.parse(json) as Notice & Former
  return {
    ...(covers === undefined ? {} : { suppressedCount: covers }),
    ...(normal === undefined ? {} : { baseline: normal }),
    ...notice,
  }
}
