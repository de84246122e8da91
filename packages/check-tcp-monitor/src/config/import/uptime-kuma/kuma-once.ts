import { isTimeZone } from '../../schema/window.js'
import { type Foreign, listOf, textOf } from '../foreign-value.js'
import { setting } from './kuma-tree.js'

/**
 * What to type for a maintenance that comes once.
 *
 * @param checks - Names of the checks that it holds for; undefined where the file does not say
 */
export function onceCommand(maintenance: Foreign, checks: readonly string[] | undefined): string {
  if (checks?.length === 0) return 'it comes once, and none of its monitors became a check'
  const zone = textOf(maintenance.timezone) ?? textOf(setting(maintenance, 'timezoneOption'))
  const [from, until] = listOf(setting(maintenance, 'dateRange')).map((one) => timeOf(one, zone))
  if (until === undefined) return 'it comes once and has no end that can be read'
  const times = `${from === undefined ? '' : `--from ${from} `}--until ${until}`
  const commands = (checks ?? ['NAME']).map(
    (name) => `check-tcp monitor maintenance add ${name} ${times}`,
  )
  const whose = checks === undefined ? ' for each of its checks (the file does not say which)' : ''
  return `it comes once; plan it on the command line${whose}: ${commands.join('; ')}`
}

/** Its time as the command reads it: in UTC where the zone is known, else in the zone of the machine. */
function timeOf(value: unknown, zone: string | undefined): string | undefined {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)/.exec(textOf(value) ?? '') ?? []
  const wall = Date.parse(`${day}T${time}:00Z`)
  if (Number.isNaN(wall)) return undefined
  if (zone === undefined || !isTimeZone(zone)) return `${day}T${time}:00`
  // The offset of a time that is near is that of the time itself, but for hours in which it changes.
  const near = wall - offsetMs(wall, zone)
  return new Date(wall - offsetMs(near, zone)).toISOString().replace('.000Z', 'Z')
}

/** How far the clocks of a zone are ahead of UTC. */
function offsetMs(at: number, zone: string): number {
  const shown = new Date(at).toLocaleString('sv-SE', { timeZone: zone })
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - at
}
