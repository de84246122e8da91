import type { MonitoredCheck } from '../core/check.js'
import type { Source } from './source.js'

/**
 * Says where a cut uplink could not be told from an outage: one host and no canary leave nobody to ask; a single canary
 * that is down itself looks like blindness.
 */
export function warnOfCanaries(checks: readonly MonitoredCheck[], main: Source): void {
  if (checks.length === 0) return
  const canaries = checks.filter(({ canary }) => canary).length
  const hosts = new Set(checks.map(({ parameters }) => parameters.host)).size
  const at = main.tree.at
  if (canaries === 1) {
    const message =
      'there is one canary: when it is down, that cannot be told from a location that sees nothing; name three'
    main.warnings.push({ at, message })
  } else if (canaries === 0 && hosts === 1) {
    const message =
      'there is one host and no canary: an uplink that is cut cannot be told from an outage; add a check of something near by and make it a canary'
    main.warnings.push({ at, message })
  }
}
