import { pino } from 'pino'
import { Daemon } from '../daemon/daemon.js'
import { EXIT, type Terminal } from './terminal.js'

export interface RunFlags {
  readonly check?: boolean
  readonly output?: 'human' | 'json'
  readonly policy?: string
  readonly logLevel?: string
}

/** `check-tcp monitor CONFIG`: runs until it is interrupted. SIGHUP takes the config anew. */
export async function runMonitor(
  path: string,
  { policy, logLevel = 'info' }: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const log = pino(
    {
      level: logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    { write: (line: string) => terminal.err(line) },
  )
  const daemon = await Daemon.start({ path, policy, environment: terminal.env, log })
  const { checks, location, directory } = daemon.config
  const http = daemon.url ?? 'off'
  log.info({ checks: checks.length, location, directory, http }, 'the monitor runs')
  const onHangup = () => void daemon.reload()
  process.on('SIGHUP', onHangup)
  await aborted(terminal.interrupted)
  process.off('SIGHUP', onHangup)
  log.info({}, 'the monitor stops')
  await daemon.stop()
  log.info({}, 'the monitor has stopped')
  return EXIT.ok
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
