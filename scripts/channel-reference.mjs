import { toJsonSchema } from '@valibot/to-json-schema'
import { CHANNEL_DEFINITIONS } from '../packages/check-tcp-monitor/dist/alert/channels/channel-definitions.js'

const HEAD = `# Alert channels

The settings of each kind of channel, generated from their schemas. [Alerts](../guide/alerts.md) says what each kind sends
and when it counts as delivered. Secrets never appear in a message, log or description. A secret that is text, and
every text of a secret mapping, may come from a file: \`file:PATH\`.
`

/** The reference of every kind of channel, in Markdown. */
export function channelReference() {
  return [HEAD, ...CHANNEL_DEFINITIONS.map(sectionOf)].join('\n')
}

function sectionOf({ kind, schema, secrets }) {
  const { properties, required } = toJsonSchema(schema, {
    typeMode: 'input',
    ignoreActions: ['check', 'transform'],
  })
  const rows = Object.entries(properties)
    .filter(([key]) => key !== 'kind')
    .map(([key, { description, default: standard }]) => {
      if (!description) throw new Error(`${key} of the channel ${kind} lacks a description`)
      const need = required.includes(key)
        ? 'required'
        : standard === undefined
          ? ''
          : `\`${standard}\``
      return `| \`${key}\` | ${need} | ${secrets.includes(key) ? 'yes' : ''} | ${description} |`
    })
  return `## ${kind}

| setting | default | secret | |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}
