import type { CheckTcpConnectionParameters } from '../core/parameters/check-tcp-connection-parameters.js'
import type { ExplainOptions } from './explain.js'
import type { Explanation } from './explanation.js'

/**
 * Checks a target and says why it ended as it did: evidence is gathered by probes, at once and within a deadline, and
 * reasons are ranked by it. Only the asked host and the configured name servers are sent anything.
 *
 * It takes at most `attempts` × `timeout` (and the pauses between them) plus `deadline` seconds: 15 where nobody says
 * otherwise. Once an address of a name has answered with no, the silent ones are waited for 2 s longer and count as
 * `timeout` then.
 *
 * @throws {InvalidParametersError} (as a rejection) for parameters that cannot be checked
 * @throws {RangeError} (as a rejection) for a deadline or address out of range, or a policy that is not the checker's
 * @throws {TypeError} (as a rejection) for a checker that `createChecker` did not make
 * @example
 * const { reasons } = await explain({ host: 'db.internal', port: 5432 })
 * console.log(reasons[0]?.text)
 */
export async function explain(
  parameters: CheckTcpConnectionParameters,
  options: ExplainOptions = {},
): Promise<Explanation> {
  // Loaded on demand: most programs never explain, and its probes need much of Node that no check does.
  const inner = await import('./explain.js')
  return inner.explain(parameters, options)
}
