import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { escapeControl } from '../core/escape-control.js'
import { allowAll, type Policy } from '../policy/policy.js'
import type { Terminal } from './terminal.js'

export interface PolicyFlags {
  readonly policy?: string
  readonly verbose?: boolean
}

/**
 * The policy that this machine or this person has laid down; where nobody has, a person may check everything by hand.
 *
 * @throws {TaskFileError} with everything that is wrong with its file
 */
export async function policyOf(
  { policy: flag, verbose = false }: PolicyFlags,
  terminal: Terminal,
): Promise<Policy> {
  const file = policyFile(flag, terminal.env)
  if (verbose) {
    const said = file === undefined ? 'no file, everything is allowed' : escapeControl(file)
    terminal.err(`check-tcp: policy: ${said}\n`)
  }
  if (file === undefined) return allowAll
  // Loaded on demand, since a check should start fast.
  const { loadPolicy } = await import('../tasks/load-policy.js')
  return loadPolicy(file, terminal.env)
}

/** `--policy`, `CHECK_TCP_POLICY`, the machine's file, the person's: the first that there is. */
export function policyFile(flag: string | undefined, env: Terminal['env']): string | undefined {
  const asked = flag ?? (env.CHECK_TCP_POLICY || undefined)
  if (asked !== undefined) return asked
  const config = env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config')
  return ['/etc/check-tcp/policy.yaml', join(config, 'check-tcp', 'policy.yaml')].find(existsSync)
}
