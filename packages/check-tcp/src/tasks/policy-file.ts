import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from './environment-references.js'

/** `--policy`, `CHECK_TCP_POLICY`, the machine's file, the person's: the first that there is. */
export function policyFile(flag: string | undefined, env: Environment): string | undefined {
  const asked = flag ?? (env.CHECK_TCP_POLICY || undefined)
  if (asked !== undefined) return asked
  const config = env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config')
  return ['/etc/check-tcp/policy.yaml', join(config, 'check-tcp', 'policy.yaml')].find(existsSync)
}
