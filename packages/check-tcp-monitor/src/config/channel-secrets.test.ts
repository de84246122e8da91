import { TaskFileError } from 'check-tcp/files'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { CHANNEL_DEFINITIONS } from '../alert/channels/channel-definitions.js'
import { describeConfig } from './describe-config.js'
import { loadMonitorConfig } from './load-config.js'

const SECRET = 'tk_horse_battery_staple'

/** Values of which every setting of a channel takes one. */
const VALUES = [SECRET, `https://u:${SECRET}@example.com`, ['a', SECRET], { A: SECRET }, 25, true]

type Definition = (typeof CHANNEL_DEFINITIONS)[number]

/** The settings that a channel must have, and one more, each with a value that it takes. */
function settingsWith(
  { kind, schema }: Definition,
  more: string,
): Readonly<Record<string, unknown>> {
  const own = Object.entries<v.GenericSchema>(schema.entries)
    .filter(([key, entry]) => key !== 'kind' && (key === more || !v.is(entry, undefined)))
    .map(([key, entry]) => [key, VALUES.find((value) => v.is(entry, value))])
  return { kind, ...Object.fromEntries(own) }
}

function load(channel: Readonly<Record<string, unknown>>) {
  const checks = [{ name: 'a', plugin: 'check_tcp_connection', parameters: { host: 'a', port: 1 } }]
  const text = JSON.stringify({ checks, alerting: { channels: { ops: channel } } })
  return loadMonitorConfig({ path: 'm.yaml', text }, { environment: {} })
}

const PLACES = CHANNEL_DEFINITIONS.flatMap((definition) =>
  definition.secrets.map((key) => ({
    kind: definition.kind,
    key,
    settings: settingsWith(definition, key),
  })),
)

describe.each(PLACES)('$key of a channel of the kind $kind', ({ key, settings }) => {
  it('is in no description of a config', async () => {
    const config = await load(settings)
    expect(JSON.stringify(config.alerting.channels[0]?.[key])).toContain(SECRET)
    expect(JSON.stringify([config.warnings, describeConfig(config)])).not.toContain(SECRET)
  })

  it('is not repeated where its value is wrong', async () => {
    for (const wrong of [{ a: [SECRET] }, [{ a: SECRET }], `\n${SECRET}`, 5]) {
      const said = await load({ ...settings, [key]: wrong }).catch((error: unknown) => error)
      if (said instanceof TaskFileError) expect(said.message).not.toContain(SECRET)
    }
  })
})
