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
}

/** Compares the checks of two configs. History goes by the id, so that a check which changed keeps its own. */
export function compareConfigs(
  before: Pick<MonitorConfig, 'checks'>,
  after: Pick<MonitorConfig, 'checks'>,
): ConfigComparison {
  const old = new Map(before.checks.map((check) => [check.id, check]))
  const added: MonitoredCheck[] = []
  const changed: ChangedCheck[] = []
  for (const check of after.checks) {
    const earlier = old.get(check.id)
    old.delete(check.id)
    if (!earlier) added.push(check)
    else if (!isDeepStrictEqual(withoutPlace(earlier), withoutPlace(check))) {
      changed.push({ before: earlier, after: check })
    }
  }
  return { added, removed: [...old.values()], changed }
}

function withoutPlace({ file, line, ...check }: MonitoredCheck): Partial<MonitoredCheck> {
  return check
}
