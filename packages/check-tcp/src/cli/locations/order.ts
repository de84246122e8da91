import type { CheckParameters } from '../../core/parameters/check-parameters.js'
import { hostAndPort } from '../../core/target/host-and-port.js'
import type { Target } from '../../core/target/target.js'
import type { CheckFlags } from '../flags/check-flags.js'
import type { CheckerFlags } from '../open-checker.js'
import type { Terminal } from '../terminal/terminal.js'
import type { WorkUnderWay } from '../terminal/work-under-way.js'

export interface FromFlags extends CheckFlags, CheckerFlags {
  /** Names of locations, separated by commas; `here` is this machine. */
  readonly from: string
  readonly hub?: string
  readonly hubTokenFile?: string
}

/** The name of this machine among the locations. */
export const HERE = 'here'

/** What somebody has asked several locations for. */
export interface Order {
  readonly target: Target
  readonly parameters: CheckParameters
  readonly flags: FromFlags
  readonly terminal: Terminal
  readonly during: <T>(work: WorkUnderWay, done: Promise<T>) => Promise<T>
}

export function shown({ host, port }: Target): string {
  return hostAndPort(host, port)
}
