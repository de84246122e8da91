import { isDeepStrictEqual } from 'node:util'
import type { MonitoredCheck } from '../../core/config/check.js'
import type { MonitorConfig } from '../../core/config/monitor-config.js'

/** A check that both configs have and that is not the same in both. */
interface ChangedCheck {
  readonly before: MonitoredCheck
  readonly after: MonitoredCheck
}

/** What became of each check, by its id. */
interface ConfigComparison {
  readonly added: readonly MonitoredCheck[]
  readonly removed: readonly MonitoredCheck[]
  readonly changed: readonly ChangedCheck[]
  /** As the new config has them; they may stand elsewhere in the files. */
  readonly unchanged: readonly MonitoredCheck[]
}

/** Compares the checks of two configs. History goes by the id, so that a check which changed keeps its own. */
export function compareConfigs(
  before: Pick<MonitorConfig, 'checks'>,
  after: Pick<MonitorConfig, 'checks'>,
): ConfigComparison {
  const old = new Map(before.checks.map((check) => [check.id, check]))
  const added: MonitoredCheck[] = []
  const changed: ChangedCheck[] = []
  const unchanged: MonitoredCheck[] = []
  for (const check of after.checks) {
    const earlier = old.get(check.id)
    old.delete(check.id)
    if (!earlier) added.push(check)
    else if (isDeepStrictEqual(withoutPlace(earlier), withoutPlace(check))) unchanged.push(check)
    else changed.push({ before: earlier, after: check })
  }
  return { added, removed: [...old.values()], changed, unchanged }
}

function withoutPlace({ file, line, ...check }: MonitoredCheck): Partial<MonitoredCheck> {
  return check
}
