import { TaskFileError } from 'check-tcp/config-files'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { CHANNEL_DEFINITIONS } from '../alert/channels/channel-definitions.js'
import { describeConfig } from './describe-config.js'
import { loadMonitorConfig } from './load-config.js'
import { redact } from './redact.js'

const SECRET = 'tk_horse_battery_staple'

/** Values of which every setting of a channel takes one. */
const VALUES = [SECRET, `https://example.com/${SECRET}`, ['a', SECRET], { A: SECRET }, 25, true]

type Definition = (typeof CHANNEL_DEFINITIONS)[number]

/** All settings that must be there and all that are secret, each with a value that it takes. */
function settingsOf({ kind, schema, secrets }: Definition): Readonly<Record<string, unknown>> {
  const own = Object.entries<v.GenericSchema>(schema.entries)
    .filter(([key, entry]) => key !== 'kind' && (isSecret(secrets, key) || !v.is(entry, undefined)))
    .map(([key, entry]) => [key, VALUES.find((value) => v.is(entry, value))])
  return { kind, ...Object.fromEntries(own) }
}

function isSecret(secrets: readonly string[], key: string): boolean {
  return secrets.includes(key)
}

function load(channel: Readonly<Record<string, unknown>>) {
  const checks = [{ name: 'a', plugin: 'check_tcp_connection', parameters: { host: 'a', port: 1 } }]
  const text = JSON.stringify({ checks, alerting: { channels: { ops: channel } } })
  return loadMonitorConfig({ path: 'm.yaml', text }, { environment: {} })
}

describe.each(CHANNEL_DEFINITIONS)('the secrets of a channel of the kind $kind', (definition) => {
  const settings = settingsOf(definition)

  it('are in no description of a config', async () => {
    const config = await load(settings)
    expect(JSON.stringify(config.alerting.channels)).toContain(SECRET)
    const channels = redact(config).alerting.channels
    for (const key of definition.secrets) {
      expect(JSON.stringify(channels[0]?.[key])).not.toContain(SECRET)
    }
    expect(JSON.stringify([config.warnings, describeConfig(config)])).not.toContain(SECRET)
  })

  it.each(definition.secrets)('are not repeated where the value of %s is none', async (key) => {
    for (const wrong of [{ a: [SECRET] }, [{ a: SECRET }], `\n${SECRET}`, 5]) {
      const said = await load({ ...settings, [key]: wrong }).catch((error: unknown) => error)
      if (said instanceof TaskFileError) expect(said.message).not.toContain(SECRET)
    }
  })
})
