import type { Checker } from '../check/checker.js'
import type { CheckParameters } from '../core/parameters/check-parameters.js'
import { checkTcpConnectionSchema } from '../core/parameters/parameters.js'
import type { ParametersSchema } from '../core/parameters/parameters-schema.js'
import type { CheckResult } from '../core/wire/result.js'
import type { Plugin } from './plugin.js'

/** The plugin `check_tcp_connection`, whose checks the given checker makes. The checker stays its owner's to close. */
export function checkTcpConnectionPlugin(
  checker: Pick<Checker, 'check'>,
): Plugin<ParametersSchema<CheckParameters>, CheckResult> {
  return {
    name: 'check_tcp_connection',
    description: 'Test TCP connectivity to remote hosts and ports.',
    schema: checkTcpConnectionSchema,
    run: (parameters, context) => checker.check(parameters, context),
    succeeded: (result) => result.status === 'success',
  }
}
