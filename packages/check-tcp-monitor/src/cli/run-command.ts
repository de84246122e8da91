import { escapeControl } from 'check-tcp/words'
import { loadMonitorConfig } from '../config/load-config.js'
import { accessTokens } from '../core/config/access.js'
import type { MonitorConfig } from '../core/config/monitor-config.js'
import { Daemon } from '../daemon/daemon.js'
import type { DaemonOptions } from '../daemon/daemon-options.js'
import { HangGuard } from '../daemon/hang-guard.js'
import { SharedHub } from '../daemon/shared/shared-hub.js'
import { aborted } from './aborted.js'
import { type LogFlags, logTo } from './log/log-to.js'
import { EXIT, type Terminal } from './terminal.js'

/** For the end of a monitor whose history is dead. */
const STOP_MS = 10_000

export interface RunFlags extends LogFlags {
  readonly check?: boolean
  readonly output?: 'human' | 'json'
  readonly policy?: string
}

/** `check-tcp monitor CONFIG`: runs until it is interrupted. SIGHUP takes the config again. */
export async function runMonitor(
  path: string,
  { policy, ...flags }: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const log = logTo(terminal, flags)
  const guard = new HangGuard({
    onProblem: (error) => log.warn({ error: error.message }, 'nothing watches for a hang any more'),
  })
  try {
    return await run({ path, policy, environment: terminal.env, log }, terminal)
  } finally {
    await guard.close()
  }
}

/** What runs, and can be told to take its config again. */
interface Running {
  readonly config?: Pick<MonitorConfig, 'http'>
  readonly dashboard?: string | undefined
  reload(): Promise<string | undefined>
  stop(): Promise<void>
}

async function run(options: DaemonOptions, { interrupted, out }: Terminal): Promise<number> {
  const { log } = options
  let daemon: Running | undefined
  let missed = false
  const onHangup = () => {
    if (daemon) void daemon.reload()
    else missed = true
  }
  // Without a listener the signal ends the process, so it stays as long as there is something to end.
  process.on('SIGHUP', onHangup)
  try {
    let onDead = (_error: Error) => {}
    const died = new Promise<Error>((resolve) => {
      onDead = resolve
    })
    daemon = (await isShared(options))
      ? await SharedHub.start(options)
      : await alone(options, onDead)
    if (daemon.dashboard !== undefined) {
      await out(`dashboard: ${daemon.dashboard}\n${signInHint(daemon.config, options.path)}`)
    }
    if (missed) void daemon.reload()
    const error = await Promise.race([aborted(interrupted), died])
    if (error) return await giveUp(daemon, error, log)
    log.info({}, 'the monitor stops')
    await daemon.stop()
    log.info({}, 'the monitor has stopped')
    return EXIT.ok
  } finally {
    process.off('SIGHUP', onHangup)
  }
}

/** How to get in, where not anybody is let in. */
function signInHint(config: Running['config'], path: string): string {
  const hasTokens = accessTokens(config?.http ?? {}).length > 0
  return hasTokens ? `sign in with the token under "http" in ${escapeControl(path)}\n` : ''
}

/** Whether the history is shared with other hubs. */
async function isShared({ path, environment }: DaemonOptions): Promise<boolean> {
  const config = await loadMonitorConfig(path, { environment })
  await config.close()
  return config.hub?.database !== undefined
}

async function alone(options: DaemonOptions, onDead: (error: Error) => void): Promise<Daemon> {
  const daemon = await Daemon.start({ ...options, onDead })
  const { checks, location, directory } = daemon.config
  const http = daemon.url ?? 'off'
  const hub = daemon.hub?.url
  const where = { location, directory, http, ...(hub === undefined ? {} : { hub }) }
  options.log.info({ checks: checks.length, ...where }, 'the monitor runs')
  return daemon
}

/** Ends with a failure, so that a supervisor restarts the process. */
async function giveUp(daemon: Running, error: Error, log: DaemonOptions['log']): Promise<number> {
  log.error({ error: error.message }, 'the monitor exits because its history does not come back')
  // What waits for a thread that is dead may wait for ever.
  const patience = new Promise<void>((resolve) => setTimeout(resolve, STOP_MS))
  await Promise.race([daemon.stop().catch(() => {}), patience])
  return EXIT.failed
}
