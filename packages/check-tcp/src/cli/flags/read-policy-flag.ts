import { escapeControl } from '../../core/text/escape-control.js'
import { allowAll, type Policy } from '../../policy/policy.js'
import { policyFile } from '../../tasks/policy-file/policy-file.js'
import { InterruptedError, untilInterrupted } from '../exit/until-interrupted.js'
import { tell } from '../terminal/say.js'
import type { Terminal } from '../terminal/terminal.js'

export interface PolicyFlags {
  readonly policy?: string
  readonly verbose?: boolean
}

/**
 * The policy that this machine or this person has laid down; where nobody has, a person may check everything by hand.
 *
 * @throws {TaskFileError} with everything that is wrong with its file
 * @throws {InterruptedError} at Ctrl-C: its file may be a pipe that nobody writes to
 */
export async function readPolicyFlag(
  { policy: flag, verbose = false }: PolicyFlags,
  terminal: Terminal,
): Promise<Policy> {
  const file = policyFile(flag, terminal.env)
  if (verbose) {
    const said = file === undefined ? 'no file, everything is allowed' : escapeControl(file)
    tell(`check-tcp: policy: ${said}\n`, terminal)
  }
  if (file === undefined) return allowAll
  // Loaded on demand, since a check should start fast.
  const { loadPolicy } = await import('../../tasks/policy-file/load-policy.js')
  const warn = (text: string) => tell(`check-tcp: ${escapeControl(text)}\n`, terminal)
  const policy = await untilInterrupted(loadPolicy(file, terminal.env, { warn }), terminal)
  if (!policy) throw new InterruptedError()
  return policy
}
