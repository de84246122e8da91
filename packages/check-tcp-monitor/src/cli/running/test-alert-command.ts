import { systemClock } from 'check-tcp'
import { nearestSpelling } from 'check-tcp/words'
import { createChannels } from '../../alert/channels/create-channels.js'
import { sendTestAlert, type TestAlertLater } from '../../alert/test-alert.js'
import { dateAndTime, duration } from '../../alert/wording/times.js'
import { loadMonitorConfig } from '../../config/load-config.js'
import { EXIT, type Terminal, UsageError } from '../terminal.js'

/** `check-tcp monitor test-alert CHANNEL`: sends an opened and a resolved test incident. */
export async function testAlert(
  name: string,
  configFile: string,
  terminal: Terminal,
): Promise<number> {
  const config = await loadMonitorConfig(configFile, { environment: terminal.env })
  await config.close()
  const channels = createChannels(config.alerting, {
    wallMs: systemClock.wallMs,
    environment: terminal.env,
  })
  const channel = channels.find((each) => each.name === name)
  if (!channel) {
    const names = channels.map((each) => each.name)
    const nearest = nearestSpelling(name, names)
    const hint = nearest ? `; did you mean ${nearest}?` : ''
    const known = names.length > 0 ? `known: ${names.join(', ')}` : 'the config has none'
    throw new UsageError(`there is no channel "${name}"${hint} (${known})`)
  }
  const outcomes = await sendTestAlert({
    channel,
    location: config.location,
    clock: systemClock,
    random: Math.random,
    signal: terminal.interrupted,
  })
  const { opened, resolved, later } = outcomes
  const told = [['opened', opened], ...(resolved ? [['resolved', resolved] as const] : [])] as const
  for (const [kind, outcome] of told) {
    const why = outcome.kind === 'delivered' ? '' : `: ${outcome.error}`
    await terminal.out(`${kind}: ${outcome.kind}${why}\n`)
  }
  if (later && opened.kind === 'delivered') await terminal.out(laterInWords(later))
  return told.every(([, { kind }]) => kind === 'delivered') ? EXIT.ok : EXIT.failed
}

/** What of the test happens where nobody here can see it. */
function laterInWords({ waitMs, endsAt }: TestAlertLater): string {
  const wait =
    waitMs === undefined
      ? 'after its group_wait, which it does not say'
      : `after its group_wait, ${duration(waitMs)} at most`
  return `Alertmanager notifies people by its own rules, ${wait}; whether they get it cannot be seen from here.
The test ends there by itself at ${dateAndTime(endsAt)}.
`
}
