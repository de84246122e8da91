import { systemClock } from 'check-tcp'
import { explainHere } from '../../monitor/evidence/explain-here.js'
import { type MonitorChecker, openMonitorChecker } from '../open-checker.js'
import type { FromLooking, LookRequest, LookSettings, ToLooking } from './look-messages.js'

// Started by `LookProcess`. It has a checker of its own, by the same policy, limits and audit log.

let settings: LookSettings = { environment: {}, location: 'unknown' }
let opening: Promise<MonitorChecker> | undefined
const underWay = new Map<number, AbortController>()

function say(message: FromLooking): void {
  if (process.connected) process.send?.(message)
}

function opened(): Promise<MonitorChecker> {
  const warn = (_data: object, text: string) => say({ kind: 'warning', text })
  const log = { info() {}, warn, error: warn }
  opening ??= openMonitorChecker({ ...settings, log })
  return opening
}

async function look(id: number, { check, task }: LookRequest): Promise<void> {
  const ending = new AbortController()
  underWay.set(id, ending)
  const { location, environment } = settings
  try {
    const { checker } = await opened()
    const where = { clock: systemClock, location, environment }
    const evidence = await explainHere(check, { checker, ...where, task, signal: ending.signal })
    say({ kind: 'found', id, evidence })
  } catch (error) {
    say({ kind: 'failed', id, because: error instanceof Error ? error.message : String(error) })
  } finally {
    underWay.delete(id)
  }
}

process.on('message', (message: ToLooking) => {
  switch (message.kind) {
    case 'settings':
      settings = message.settings
      break
    case 'look':
      void look(message.id, message.request)
      break
    case 'cancel':
      underWay.get(message.id)?.abort()
      break
    default:
      message satisfies never
  }
})

// The monitor is gone, or wants it no more.
process.once('disconnect', () => {
  for (const ending of underWay.values()) ending.abort()
  const closed = opening?.then((checker) => checker.close()).catch(() => {})
  void Promise.resolve(closed).finally(() => process.exit(0))
})

// Those are for the monitor, which then disconnects.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
