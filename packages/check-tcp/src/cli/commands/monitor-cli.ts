import type { CheckResult } from '../../core/wire/result.js'
import { UsageError } from '../exit/usage-error.js'
import type { Terminal } from '../terminal/terminal.js'

/** Something that a person has to put right before anything can be asked, in words. */
interface Problem {
  readonly problem: string
}

/** The HTTP API of a hub, as far as it is asked here. */
export interface HubApi {
  locations(signal: AbortSignal): Promise<
    | readonly {
        readonly location: string
        readonly tags: readonly string[]
        readonly state: 'no_agent' | 'joined' | 'revoked'
      }[]
    | Problem
  >
  check(
    location: string,
    parameters: object,
    limits: { readonly longestMs: number; readonly signal: AbortSignal },
  ): Promise<{ readonly result: CheckResult } | { readonly because: string } | Problem>
  explain(
    location: string,
    parameters: object,
    signal: AbortSignal,
  ): Promise<
    | { readonly sentence: string; readonly nextStep?: string | undefined }
    | { readonly because: string }
  >
}

/** What `check-tcp-monitor/cli` exports. */
interface MonitorCli {
  runMonitorCommand(argv: readonly string[], terminal: Terminal): Promise<number>
  openHubApi(url: string, token: string): HubApi
  compareResults(
    seen: readonly { readonly location: string; readonly result?: CheckResult }[],
  ):
    | { readonly sentence: string; readonly advice?: string; readonly look?: readonly string[] }
    | undefined
}

/** Only a name, so that nothing here depends on the other package. */
const MONITOR_CLI: string = 'check-tcp-monitor/cli'

/**
 * The package `check-tcp-monitor`, as far as commands need it.
 *
 * @throws {UsageError} which says how to install it, where it is not
 */
export async function loadMonitorCli(): Promise<MonitorCli> {
  try {
    return await import(MONITOR_CLI)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes('check-tcp-monitor')) throw error
    throw new UsageError(
      'the monitor is a separate package, which is not installed: npm install check-tcp-monitor (with -g if check-tcp was installed with -g)',
    )
  }
}
