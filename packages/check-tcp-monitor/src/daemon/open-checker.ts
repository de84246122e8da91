import {
  type Checker,
  createChecker,
  openAuditLog,
  openLedger,
  type Policy,
  systemClock,
} from 'check-tcp'
import { type Environment, policyFile } from 'check-tcp/files'
import { loadPolicy } from 'check-tcp/tasks'
import type { Log } from '../core/log.js'
import type { MachineRules } from '../http/http-options.js'

export interface MonitorChecker {
  readonly checker: Checker
  /** What others who make checks in this process have to keep to as well. */
  readonly machineRules: MachineRules
  close(): Promise<void>
}

interface OpenCheckerOptions {
  readonly environment: Environment
  /** A policy file by name. @default `CHECK_TCP_POLICY`, the machine's, the person's, none */
  readonly policy?: string | undefined
  /** What holds where there is no policy file. @default everything is allowed */
  readonly otherwise?: Policy
  readonly log: Log
}

/**
 * The checker of a monitor: it keeps to the policy of this machine, as every command does. Its config is its
 * authorisation, so that many targets are not taken for a scan.
 *
 * @throws {TaskFileError} (as a rejection) with everything that is wrong with the policy
 * @throws {AuditLogError} (as a rejection) where the policy wants a strict audit log that cannot be written
 */
export async function openMonitorChecker(options: OpenCheckerOptions): Promise<MonitorChecker> {
  const { environment, log } = options
  const file = policyFile(options.policy, environment)
  const warn = (text: string) => log.warn({}, text)
  const loaded = file === undefined ? undefined : await loadPolicy(file, environment, { warn })
  const policy = loaded ?? options.otherwise
  const audit = loaded?.audit ? await openAuditLog(loaded.audit, { warn }) : undefined
  const { ledger } = openLedger(systemClock)
  const checker = createChecker({
    audit,
    ledger,
    authorisation: 'the config of the monitor',
    ...(policy ? { policy } : {}),
  })
  return {
    checker,
    machineRules: { policy, audit, ledger },
    close: async () => {
      await checker.close()
      await audit?.close()
    },
  }
}
