import type { CheckWatcher } from '../../check/check-watcher.js'
import type { InnerChecker } from '../../check/checker.js'
import type { CheckTcpConnectionParameters } from '../../core/parameters/check-tcp-connection-parameters.js'
import type { CheckResult } from '../../core/wire/result.js'
import { Tally } from '../../report/tally.js'
import { checkUnderWay, type WorkUnderWay } from './work-under-way.js'

/** What is under way, the oldest first, and what has come of the rest: what a person who waits is told. */
export class UnderWay {
  readonly #works = new Set<WorkUnderWay>()
  /** Checks that are finished, printed or not. */
  readonly finished = new Tally()

  /** The same checker, whose checks are seen here while they are under way. */
  track(checker: InnerChecker): InnerChecker {
    return {
      ...checker,
      check: (parameters, options = {}) =>
        this.#during(parameters, options.task?.name, (watcher) =>
          checker.check(parameters, { ...options, watcher }),
        ),
      checkValid: (host, parameters, options) =>
        this.#during(parameters, options.task?.name, (watcher) =>
          checker.checkValid(host, parameters, { ...options, watcher }),
        ),
    }
  }

  /** Shows work that is no check of its own until it is done. */
  async show<T>(work: WorkUnderWay, done: Promise<T>): Promise<T> {
    this.#works.add(work)
    try {
      return await done
    } finally {
      this.#works.delete(work)
    }
  }

  get size(): number {
    return this.#works.size
  }

  /** What has been under way longest. */
  get oldest(): WorkUnderWay | undefined {
    const [oldest] = this.#works
    return oldest
  }

  /** The line of what has been under way longest; none where nothing is. */
  lines(columns: number): readonly string[] {
    const { oldest } = this
    return oldest ? [oldest.line(columns)] : []
  }

  async #during(
    parameters: CheckTcpConnectionParameters,
    name: string | undefined,
    check: (watcher: CheckWatcher) => Promise<CheckResult>,
  ): Promise<CheckResult> {
    const work = checkUnderWay(parameters, name)
    const result = await this.show(work, check(work))
    this.finished.add({ result })
    return result
  }
}
